"""What the tests share: one paragraph in many languages, the sample documents, two encoders."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

os.environ["HF_HUB_OFFLINE"] = "1"  # no test may reach for a model on the network; read when huggingface_hub is imported

settings.register_profile("dedup", deadline=None, max_examples=60)  # the first example may compile a kernel
settings.load_profile("dedup")

REPORTS = Path(__file__).parent.parent / "samples" / "reports"

# One story in our own words: a bridge, two thousand people, an old ferry, rice on its way to the market.
STORY = {
    "ar": "افتتحت الوزيرة جسرا جديدا فوق النهر يوم الاثنين. وجاء نحو ألفي شخص لمشاهدته، لأن العبارة القديمة توقفت عن "
    "العمل في الربيع. وقالت إن الجسر سوف يساعد المزارعين على نقل الأرز إلى السوق.",
    "de": "Die Ministerin hat am Montag eine neue Brücke über den Fluss eröffnet. Rund zweitausend Menschen kamen, um sie "
    "zu sehen, weil die alte Fähre im Frühling nicht mehr fuhr. Sie sagte, dass die Bauern damit ihren Reis auf den Markt "
    "bringen können.",
    "el": "Η υπουργός εγκαινίασε τη Δευτέρα μια νέα γέφυρα πάνω από τον ποταμό. Περίπου δύο χιλιάδες άνθρωποι ήρθαν να τη "
    "δουν, γιατί το παλιό πορθμείο είχε σταματήσει την άνοιξη. Είπε ότι θα βοηθήσει τους αγρότες να φέρνουν το ρύζι στην "
    "αγορά.",
    "en": "The minister opened a new bridge over the river on Monday. About two thousand people came to see it, because the "
    "old ferry had stopped in the spring. She said that it would help the farmers to bring their rice to the market.",
    "es": "La ministra inauguró el lunes un nuevo puente sobre el río. Unas dos mil personas fueron a verlo, porque el viejo "
    "transbordador había dejado de funcionar en la primavera. Dijo que ayudaría a los agricultores a llevar su arroz al "
    "mercado.",
    "fr": "La ministre a inauguré lundi un nouveau pont sur le fleuve. Environ deux mille personnes sont venues le voir, car "
    "le vieux bac avait cessé de fonctionner au printemps. Elle a dit qu’il aiderait les paysans à porter leur riz au marché.",
    "he": "השרה פתחה ביום שני גשר חדש מעל הנהר. כאלפיים איש באו לראות אותו, כי המעבורת הישנה הפסיקה לפעול באביב. היא אמרה "
    "כי הגשר יעזור לחקלאים להביא את האורז שלהם אל השוק.",
    "hi": "मंत्री ने सोमवार को नदी पर एक नए पुल का उद्घाटन किया। लगभग दो हज़ार लोग उसे देखने आए, क्योंकि पुरानी नाव वसंत में बंद हो गई थी। उन्होंने कहा "
    "कि इससे किसानों को अपना चावल बाज़ार तक ले जाने में मदद मिलेगी।",
    "ja": "大臣は月曜日に川に架かる新しい橋の開通式を行った。古いフェリーが春に運航を終えたため、約二千人が見に来た。"
    "この橋は農家が米を市場に運ぶのに役立つだろうと彼女は述べた。",
    "km": "រដ្ឋមន្ត្រីបានបើកស្ពានថ្មីឆ្លងកាត់ទន្លេនៅថ្ងៃចន្ទ។ មនុស្សប្រហែលពីរពាន់នាក់បានមកមើល ព្រោះសាឡាងចាស់បានឈប់ដំណើរការ។ "
    "គាត់បាននិយាយថា ស្ពាននេះនឹងជួយកសិករឱ្យយកស្រូវទៅផ្សារ។",
    "ko": "장관은 월요일에 강을 가로지르는 새 다리를 개통했다. 낡은 나룻배가 봄에 운항을 멈췄기 때문에 약 이천 명이 다리를 "
    "보러 왔다. 그는 이 다리가 농민들이 쌀을 시장에 가져가는 데 도움이 될 것이라고 말했다.",
    "lo": "ລັດຖະມົນຕີໄດ້ເປີດຂົວໃໝ່ຂ້າມແມ່ນ້ຳໃນວັນຈັນ. ມີປະມານສອງພັນຄົນມາເບິ່ງ ເພາະວ່າເຮືອຂ້າມຟາກເກົ່າໄດ້ຢຸດແລ່ນ. ນາງກ່າວວ່າຂົວນີ້ຈະຊ່ວຍໃຫ້ຊາວນານຳເຂົ້າໄປຂາຍຢູ່ຕະຫຼາດ.",
    "my": "ဝန်ကြီးသည် တနင်္လာနေ့တွင် မြစ်ကူးတံတားအသစ်ကို ဖွင့်လှစ်ခဲ့သည်။ လူနှစ်ထောင်ခန့် လာရောက်ကြည့်ရှုခဲ့ကြသည်။ "
    "တံတားသည် လယ်သမားများအတွက် ဆန်ကို ဈေးသို့ သယ်ယူရာတွင် အကူအညီဖြစ်စေမည်ဟု ပြောကြားခဲ့သည်။",
    "ru": "В понедельник министр открыла новый мост через реку. Посмотреть на него пришло около двух тысяч человек, потому "
    "что старый паром весной перестал ходить. Она сказала, что мост поможет крестьянам возить рис на рынок.",
    "th": "รัฐมนตรีเปิดสะพานใหม่ข้ามแม่น้ำเมื่อวันจันทร์ มีคนประมาณสองพันคนมาดู เพราะเรือข้ามฟากลำเก่าหยุดวิ่งไปแล้ว "
    "เธอกล่าวว่าสะพานนี้จะช่วยให้ชาวนานำข้าวไปขายที่ตลาดได้",
    "tr": "Bakan pazartesi günü İnce nehrinin üzerinde yeni bir köprü açtı. Eski feribot ilkbaharda durduğu için yaklaşık "
    "iki bin kişi onu görmeye geldi. Köprünün çiftçilerin pirinçlerini pazara götürmesine yardım edeceğini söyledi.",
    "vi": "Bộ trưởng đã khánh thành một cây cầu mới bắc qua sông vào hôm thứ Hai. Khoảng hai nghìn người đã đến xem, vì chiếc "
    "phà cũ đã ngừng chạy từ mùa xuân. Bà nói rằng cây cầu sẽ giúp nông dân mang gạo của họ ra chợ.",
    "zh": "部长星期一为一座新的跨河大桥剪彩。因为旧渡船春天已经停运，大约两千人前来观看。她说，这座桥将帮助农民把大米运到市场。",
}


@pytest.fixture(scope="session")
def story() -> dict[str, str]:
    """One paragraph in 18 languages and 13 scripts, by language code."""
    return STORY


@pytest.fixture(scope="session")
def samples() -> dict[str, str]:
    """The texts of samples/reports by name, as they stand in the files."""
    return {path.stem: path.read_text(encoding="utf8") for path in sorted(REPORTS.glob("*.txt"))}


class LookupEncoder:
    """Vectors from a table, so that a test decides which texts are near each other."""

    name, digest = "lookup", "0"

    def __init__(self, table: dict[str, list[float]]):
        from dedup.confirm.alignment.reading import readable

        self._table = table | {readable(sentence): vector for sentence, vector in table.items()}

    def encode(self, sentences) -> np.ndarray:
        return np.array([self._table[s] for s in sentences], np.float32)


@pytest.fixture(scope="session")
def lookup_encoder() -> type[LookupEncoder]:
    return LookupEncoder


@pytest.fixture(scope="session")
def static_encoder():
    """The encoder that ships with the package."""
    from dedup.encoder import shipped

    return shipped()


@pytest.fixture(scope="session")
def prepare(static_encoder):
    """`prepare(texts)` gives the confirm stage's view of the texts, and the rarity of their words among themselves."""
    from dedup.candidates import languages
    from dedup.candidates.minhash import pack
    from dedup.confirm import documents, rarity, weights
    from dedup.confirm.alignment import sentences
    from dedup.normalise import clean

    def prepare(texts, encoder=static_encoder):
        contents = pack([clean(text) for text in texts])
        parts = [sentences.segments(sentences.split(clean(text))) or [""] for text in texts]
        prepared = documents.prepare(parts, encoder=encoder, language=languages.detect(contents))
        return prepared, weights.of(prepared, rarity.weights(contents), encoder, counted=weights.counted(prepared))

    return prepare
