"""Labelled sets of what sites put around their texts: one banner, licence or footer, other content. All wording here is our own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup.training.listings import SYLLABLES, some
from dedup.training.made_sets import Made, edited
from dedup.training.slot_sets import copied

BANNERS = (
    "We use cookies to make this site work and to learn how it is used. Choose Accept to let us and our partners store them, or "
    "Settings to pick which ones. You can change your choice at any time at the foot of the page.",
    "This website stores small files on your device. By reading on you agree to that.",
    "Wir verwenden Cookies, damit diese Seite funktioniert und wir sie verbessern können. Mit einem Klick auf Zustimmen erlauben Sie uns "
    "und unseren Partnern, sie zu speichern. Ihre Wahl können Sie jederzeit unten auf der Seite ändern.",
    "Nous utilisons des cookies pour faire fonctionner ce site et mesurer son audience. En cliquant sur Accepter, vous autorisez "
    "leur dépôt. Vous pouvez changer d’avis à tout moment.",
    "Utilizamos cookies propias y de terceros para mejorar nuestros servicios. Si continúa navegando, entendemos que acepta su uso.",
    "Мы используем файлы cookie, чтобы сайт работал лучше. Продолжая пользоваться сайтом, вы соглашаетесь с этим.",
    "我们使用 Cookie 来改进网站服务。继续浏览即表示您同意我们的做法。您可以随时在页面底部更改设置。",
    "نستخدم ملفات تعريف الارتباط لتحسين هذا الموقع. باستمرارك في التصفح فإنك توافق على ذلك.",
    "Licensed under the terms that come with this work. You may copy, change and pass it on, also for money, if you keep this notice and "
    "say what you changed. It comes as it is, without a promise that it is of use for anything. Nobody who wrote it is liable for harm "
    "that comes of it. See the file beside this one for the full text. Names of the authors may not be used to advertise what you make.",
    "Permission is given to anyone to use this file without charge. This notice must stay in all copies. There is no warranty.",
    "Sign up for our newsletter and get the best of the week in your inbox every Friday. No spam, and you can leave with one click. "
    "Follow us on social media.",
    "Subscribe now for full access: the first month is free. Already a subscriber? Log in here. Your subscription helps us to report.",
    "You are receiving this message because you are a member of the list. To leave it, reply with the word leave in the subject. "
    "The content of this message is confidential and meant for the person it is addressed to.",
    "The opinions in this article are those of its author and need not be those of the editors. Comments are closed after seven days.",
    "Skip to content. Home. News. Sport. Weather. Culture. Opinion. Search. Menu. Log in.",
    "Dieser Beitrag ist nur für Abonnenten. Jetzt vier Wochen gratis lesen. Sie haben schon ein Abo? Hier anmelden. Drucken. Teilen.",
    "Tous droits réservés. Toute reproduction, même partielle, est interdite sans l’accord écrit de l’éditeur. Mentions légales. Contact.",
    "Все права защищены. При использовании материалов ссылка на источник обязательна. Подписывайтесь на нашу рассылку.",
    "Kami menggunakan kuki untuk meningkatkan layanan. Dengan melanjutkan, Anda menyetujui kebijakan kami.",
    "このサイトではクッキーを使用しています。閲覧を続けると、その使用に同意したものとみなされます。",
)  # fmt: skip
# Lines of a program, of invented names: what two programs have in common is the language they are written in.
LINES = (
    "import {0}", "from {0} import {1}", "def {0}({1}, {2}):", "    {0} = {1}[{2}]", "    return {0} + {1}", "    if {0} in {1}:",
    "        {0}.append({1})", "class {0}:", "    for {0} in range({1}):", "    with open({0}) as {1}:", "        {0} = {1}.{2}()",
    "    {0}: list[{1}] = []",
)  # fmt: skip
SITES, OWN = 12, 0.15  # pages of one site, and how often one has no furniture


def program(rng: np.random.Generator) -> str:
    """A few lines of code, each name standing in several of them."""
    names = ["".join(some(SYLLABLES, rng, 2, 4)) for _ in range(8)]
    drawn = (LINES[int(rng.integers(len(LINES)))].format(*some(names, rng, 3, 4)) for _ in range(int(rng.integers(2, 16))))
    return "\n".join(drawn)


def furnished(bodies: Sequence[str], *, seed: int) -> Made:
    """Each body on a page of a site that puts the same above or below all of its pages; of every third also an edited copy.

    The copy stands on a page of the same site, of another one, or alone.
    """
    rng, made = np.random.default_rng(seed), Made([], [])
    site: list[str] = []
    for number, body in enumerate(bodies):
        site = _site(rng) if number % SITES == 0 else site
        made.texts.append(_page(body, site, rng))
        made.gold.append(f"page-{number}")
        if number % 3 == 0:
            copy = copied(body, rng) if len(body) < 200 else edited(body, rng, rate=float(rng.uniform(0, 0.15)))
            made.texts.append(_page(copy, site if rng.random() < 0.6 else _site(rng), rng))
            made.gold.append(f"page-{number}")
    return made


def _site(rng: np.random.Generator) -> list[str]:
    """What stands above a site's texts, and what below: one of the two may be missing."""
    above, below = (BANNERS[int(k)] for k in rng.permutation(len(BANNERS))[:2])
    return [["", below], [above, ""], [above, below]][int(rng.integers(3))]


def _page(body: str, site: Sequence[str], rng: np.random.Generator) -> str:
    if rng.random() < OWN:
        return body
    parts = [site[0], body, site[1]]
    return "\n\n".join(part for part in parts if part)
