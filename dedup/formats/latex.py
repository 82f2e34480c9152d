r"""LaTeX: commands with what they set, without what they only point to. Formulas stay, and so does C:\section."""

from __future__ import annotations

import re

# One of these with its brace is no path and no formula.
SURE = (
    "author begin bibliography caption chapter cite citep citet documentclass emph end footnote href label paragraph part ref section "
    "subsection subsubsection textbf textit texttt textsc title underline url usepackage"
).replace(" ", "|")
SIGN = re.compile(rf"(?<!:)\\(?:{SURE})\*?(?:\[[^\[\]\n]*\])?\{{")
OPTIONS = r"\*?(?:\[[^\[\]\n]*\])*"
# What points elsewhere or sets the page goes with its argument; footnotes go as the footnotes of wikis do.
POINTS = re.compile(
    r"\\(?:label|ref|eqref|autoref|pageref|cref|cite[a-z]*|footcite|bibliography|bibliographystyle|usepackage|documentclass|begin|end|"
    rf"vspace|hspace|includegraphics|input|include|pagestyle|thispagestyle|footnote|footnotetext|index){OPTIONS}\{{[^{{}}]*\}}"
    r"(?:\{[lcr|p@]*\})?"
)
LINK = re.compile(r"\\href\{[^{}]*\}\{([^{}]*)\}")
SETS = re.compile(
    r"\\(?:emph|text(?:bf|it|tt|sc|rm|sf|sl|up|md)|text|mbox|underline|uline|enquote|url|part|chapter|(?:sub)*section|(?:sub)?paragraph|"
    rf"title|author|caption|thanks|date){OPTIONS}\{{([^{{}}]*)\}}"
)
ALONE = re.compile(
    r"\\(?:item|noindent|par|centering|maketitle|tableofcontents|newpage|clearpage|bigskip|medskip|smallskip|hline|toprule|midrule|"
    r"bottomrule|small|large|Large|footnotesize|ldots|dots|quad|qquad|appendix)(?![A-Za-z])(?:\[[^\[\]\n]*\])?[ \t]?"
)
ACCENT = re.compile(r"\\([`'^\"~=.cvuHr])(?:\{(\\?[A-Za-z])\}|(?<![A-Za-z])([A-Za-z]))")
ACCENTS = dict(zip("`'^\"~=.cvuHr", "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0327\u030c\u0306\u030b\u030a", strict=True))
ESCAPED = re.compile(r"\\([%&$#_{}])")
TIE = re.compile(r"(?<=[^\s\\])~(?=\S)")
DEPTH = 5  # commands in commands; more are undone when the text is looked at once more


def undone(text: str) -> str:
    r"""The text as LaTeX would set it, if it clearly is LaTeX.

    >>> undone("\\section{Sea wall}\\label{wall} It is \\emph{old}, see~\\cite{a}.")
    'Sea wall It is old, see .'
    """
    if "\\" not in text or not SIGN.search(text):
        return text
    text = ACCENT.sub(lambda mark: (mark.group(2) or mark.group(3)).strip("\\") + ACCENTS[mark.group(1)], text)
    text = TIE.sub(" ", text)
    for _ in range(DEPTH):
        before, text = text, POINTS.sub("", text)
        text = SETS.sub(r"\1", LINK.sub(r"\1", text) if "\\href" in text else text)
        if text == before:
            break
    text = ALONE.sub(" ", text).replace("\\\\", "\n").replace("``", "“").replace("''", "”")
    return ESCAPED.sub(r"\1", text)
