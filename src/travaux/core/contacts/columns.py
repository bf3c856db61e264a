"""Which heading of a contact list means what, and which words name the kinds of contacts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

# The stable keys of the columns, in the order of an export.
FIELDS = (
    "kind", "country", "office", "title", "name", "function", "salutation", "own_email", "email",
    "copy_to", "language", "telephone", "address", "since", "until", "note",
)  # fmt: skip
KINDS = ("mission", "ministry", "focal-point", "observer", "organisation", "other")
NOTE_KINDS = ("mission", "ministry")  # who is addressed by note verbale
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")

# As `plain_words` leaves them; English, French, Spanish, Russian, Arabic, Chinese.
_HEADINGS = {
    "kind": "kind|type|category|type of contact|categorie|type de contact|categoria|tipo|тип|вид|"
    "категория|النوع|الفئة|نوع جهة الاتصال|类别|类型|种类",
    "country": "country|state|member state|country code|iso|iso code|pays|etat|etat membre|pais|"
    "estado|estado miembro|страна|государство|государство член|البلد|الدولة|الدولة العضو|国家|会员国|国别",
    "office": "office|mission|permanent mission|ministry|organisation|organization|institution|"
    "entity|name of office|name of the office|agency|bureau|ministere|organisme|mission permanente|"
    "oficina|mision|ministerio|organizacion|institucion|mision permanente|учреждение|организация|"
    "представительство|министерство|постоянное представительство|الجهة|المكتب|البعثة|البعثة الدائمة|"
    "الوزارة|المنظمة|机构|单位|代表团|常驻代表团|部委|组织",
    "title": "title|form of address|prefix|honorific|titre|civilite|titulo|tratamiento|титул|"
    "обращение титул|звание|اللقب|称谓|头衔",
    "name": "name|full name|person|contact|contact person|contact name|representative|holder|nom|"
    "nom complet|personne|titulaire|nombre|nombre completo|persona|titular|имя|фио|ф и о|лицо|"
    "контактное лицо|الاسم|الاسم الكامل|الشخص|姓名|联系人|全名",
    "function": "function|post|position|role|job title|designation|fonction|poste|cargo|puesto|"
    "funcion|должность|функция|الوظيفة|المنصب|职务|职位",
    "salutation": "salutation|greeting|dear|formule d appel|appel|saludo|encabezamiento|обращение|"
    "приветствие|التحية|صيغة المخاطبة|称呼|抬头",
    "email": "email|e mail|mail|email address|e mail address|adresse electronique|courriel|"
    "adresse e mail|correo|correo electronico|электронная почта|эл почта|почта|"
    "البريد الالكتروني|البريد الإلكتروني|电子邮件|邮箱|电子邮箱|电邮",
    "own_email": "own e mail|own email|personal email|personal e mail|e mail of the person|direct email|"
    "adresse personnelle|courriel personnel|correo personal|личная почта|البريد الشخصي|个人电子邮件|个人邮箱",
    "copy_to": "copy to|cc|copy|copies|copie|copie a|copia|copia a|копия|копии|نسخة|نسخة إلى|抄送",
    "language": "language|working language|preferred language|langue|langue de travail|idioma|"
    "idioma de trabajo|lengua|язык|рабочий язык|اللغة|لغة العمل|语言|语文|工作语言",
    "telephone": "telephone|phone|tel|mobile|telefono|телефон|тел|الهاتف|电话|手机",
    "address": "address|postal address|adresse|adresse postale|direccion|domicilio|адрес|"
    "почтовый адрес|العنوان|地址|通讯地址",
    "since": "since|from|start|start date|in post since|depuis|debut|desde|inicio|с|начало|"
    "منذ|من|تاريخ البدء|自|起|开始日期|就任日期",
    "until": "until|to|end|end date|jusqu a|jusqu au|fin|hasta|по|до|конец|حتى|إلى|"
    "تاريخ الانتهاء|至|止|结束日期|离任日期",
    "note": "note|notes|remark|remarks|comment|comments|observations|remarque|remarques|"
    "observacion|observaciones|nota|notas|примечание|примечания|ملاحظة|ملاحظات|备注|附注",
}
_KIND_WORDS = {
    "mission": "mission|permanent mission|permanent representation|delegation|embassy|"
    "mission permanente|ambassade|representation permanente|mision|mision permanente|embajada|"
    "представительство|постоянное представительство|миссия|посольство|بعثة|البعثة|بعثة دائمة|"
    "البعثة الدائمة|سفارة|代表团|常驻代表团|使团|大使馆",
    "ministry": "ministry|ministere|ministerio|министерство|وزارة|الوزارة|部|部委",
    "focal-point": "focal point|national focal point|point focal|punto focal|координатор|"
    "национальный координатор|جهة تنسيق|جهة التنسيق|منسق|联络人|联络点|协调人|国家联络人",
    "observer": "observer|observateur|observador|наблюдатель|مراقب|观察员",
    "organisation": "organisation|organization|ngo|igo|institution|organizacion|organisme|"
    "организация|منظمة|مؤسسة|组织|机构",
    "other": "other|autre|otro|otra|другое|иное|أخرى|غير ذلك|其他",
}
_LANGUAGE_WORDS = {
    "ar": "arabic|arabe|арабский|العربية|عربي|阿拉伯文|阿拉伯语|阿文",
    "zh": "chinese|chinois|chino|китайский|الصينية|中文|汉语|zh hans|zh cn",
    "en": "english|anglais|ingles|английский|الإنكليزية|الإنجليزية|الانجليزية|英文|英语",
    "fr": "french|francais|frances|французский|الفرنسية|法文|法语",
    "ru": "russian|russe|ruso|русский|الروسية|俄文|俄语",
    "es": "spanish|espagnol|espanol|castellano|испанский|الإسبانية|الاسبانية|西班牙文|西班牙语|西文",
}  # fmt: skip


def plain_words(text: str) -> str:
    """A heading or a name reduced to its words: no case, no Latin accents, no signs.

    >>> plain_words("E-Mail Address:"), plain_words("Prénom (usuel)")
    ('e mail address', 'prenom usuel')
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    # accents of Latin letters go; the marks of other scripts are part of their letters
    kept = [
        c
        for i, c in enumerate(folded)
        if not (unicodedata.combining(c) and i and "a" <= folded[i - 1] <= "z")
    ]
    joined = unicodedata.normalize("NFC", "".join(kept)).replace("ё", "е")
    return " ".join("".join(c if c.isalnum() else " " for c in joined).split())


def _known(names: Mapping[str, str]) -> dict[str, str]:
    return {plain_words(word): key for key, words in names.items() for word in words.split("|")}


_HEADING = _known(_HEADINGS) | {plain_words(f): f for f in FIELDS}
_KIND = _known(_KIND_WORDS) | {plain_words(k): k for k in KINDS}
_LANGUAGE = _known(_LANGUAGE_WORDS) | {code: code for code in LANGUAGES}


def guess_columns(headings: Sequence[str]) -> tuple[str, ...]:
    """The field that each heading means ("" where none is known); a field is given once.

    >>> guess_columns(("Country", "Permanent Mission", "E-mail", "Colour"))
    ('country', 'office', 'email', '')
    """
    taken: set[str] = set()
    found = []
    for heading in headings:
        field = _HEADING.get(plain_words(re.sub(r"\([^()]*\)", " ", heading)), "")
        found.append("" if field in taken else field)
        taken.add(field)
    return tuple(found)


def kind_of(word: str) -> str:
    """The kind of contact that a cell names; "" where it is no kind that is known.

    >>> kind_of("Mission permanente"), kind_of("NGO"), kind_of("unicorn")
    ('mission', 'organisation', '')
    """
    return _KIND.get(plain_words(word), "")


def language_of(word: str) -> str:
    """The code of the language that a cell names; "" where it is none of the six.

    >>> language_of("Français"), language_of("zh-Hans"), language_of("German")
    ('fr', 'zh', '')
    """
    plain = plain_words(word)
    return _LANGUAGE.get(plain, "") or (
        plain[:2] if re.match(r"(ar|zh|en|fr|ru|es) ", plain) else ""
    )
