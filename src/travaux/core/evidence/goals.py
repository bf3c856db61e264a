"""The Sustainable Development Goals: their numbers and short names, and the codes of their targets.

Source: General Assembly resolution A/RES/70/1 of 25 September 2015, which numbers 17 goals and 169
targets; the short names are those of the United Nations' own pages in its six languages. The words
of the targets are not kept here: a target stands by its code.

Checked in November 2026: all 169 codes against the United Nations Statistics Division's own list
(github.com/UNStats/LOD4Stats, sdg-kos-goals-targets-indicators.ttl), one by one. Of the names in
Arabic, Chinese, French, Russian and Spanish only some were held against independent copies of those
pages, since the pages themselves could not be reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SOURCE = "A/RES/70/1"
GOALS: dict[int, dict[str, str]] = {
    1: {
        "en": "No poverty", "fr": "Pas de pauvreté", "es": "Fin de la pobreza",
        "ru": "Ликвидация нищеты", "zh": "无贫穷", "ar": "القضاء على الفقر",
    },
    2: {
        "en": "Zero hunger", "fr": "Faim « zéro »", "es": "Hambre cero",
        "ru": "Ликвидация голода", "zh": "零饥饿", "ar": "القضاء التام على الجوع",
    },
    3: {
        "en": "Good health and well-being", "fr": "Bonne santé et bien-être",
        "es": "Salud y bienestar", "ru": "Хорошее здоровье и благополучие",
        "zh": "良好健康与福祉", "ar": "الصحة الجيدة والرفاه",
    },
    4: {
        "en": "Quality education", "fr": "Éducation de qualité", "es": "Educación de calidad",
        "ru": "Качественное образование", "zh": "优质教育", "ar": "التعليم الجيد",
    },
    5: {
        "en": "Gender equality", "fr": "Égalité entre les sexes", "es": "Igualdad de género",
        "ru": "Гендерное равенство", "zh": "性别平等", "ar": "المساواة بين الجنسين",
    },
    6: {
        "en": "Clean water and sanitation", "fr": "Eau propre et assainissement",
        "es": "Agua limpia y saneamiento", "ru": "Чистая вода и санитария",
        "zh": "清洁饮水和卫生设施", "ar": "المياه النظيفة والنظافة الصحية",
    },
    7: {
        "en": "Affordable and clean energy", "fr": "Énergie propre et d’un coût abordable",
        "es": "Energía asequible y no contaminante", "ru": "Недорогостоящая и чистая энергия",
        "zh": "经济适用的清洁能源", "ar": "طاقة نظيفة وبأسعار معقولة",
    },
    8: {
        "en": "Decent work and economic growth", "fr": "Travail décent et croissance économique",
        "es": "Trabajo decente y crecimiento económico",
        "ru": "Достойная работа и экономический рост", "zh": "体面工作和经济增长",
        "ar": "العمل اللائق ونمو الاقتصاد",
    },
    9: {
        "en": "Industry, innovation and infrastructure",
        "fr": "Industrie, innovation et infrastructure",
        "es": "Industria, innovación e infraestructura",
        "ru": "Индустриализация, инновации и инфраструктура", "zh": "产业、创新和基础设施",
        "ar": "الصناعة والابتكار والهياكل الأساسية",
    },
    10: {
        "en": "Reduced inequalities", "fr": "Inégalités réduites",
        "es": "Reducción de las desigualdades", "ru": "Уменьшение неравенства",
        "zh": "减少不平等", "ar": "الحد من أوجه عدم المساواة",
    },
    11: {
        "en": "Sustainable cities and communities", "fr": "Villes et communautés durables",
        "es": "Ciudades y comunidades sostenibles",
        "ru": "Устойчивые города и населенные пункты", "zh": "可持续城市和社区",
        "ar": "مدن ومجتمعات محلية مستدامة",
    },
    12: {
        "en": "Responsible consumption and production",
        "fr": "Consommation et production responsables",
        "es": "Producción y consumo responsables",
        "ru": "Ответственное потребление и производство", "zh": "负责任消费和生产",
        "ar": "الاستهلاك والإنتاج المسؤولان",
    },
    13: {
        "en": "Climate action",
        "fr": "Mesures relatives à la lutte contre les changements climatiques",
        "es": "Acción por el clima", "ru": "Борьба с изменением климата", "zh": "气候行动",
        "ar": "العمل المناخي",
    },
    14: {
        "en": "Life below water", "fr": "Vie aquatique", "es": "Vida submarina",
        "ru": "Сохранение морских экосистем", "zh": "水下生物", "ar": "الحياة تحت الماء",
    },
    15: {
        "en": "Life on land", "fr": "Vie terrestre", "es": "Vida de ecosistemas terrestres",
        "ru": "Сохранение экосистем суши", "zh": "陆地生物", "ar": "الحياة في البرّ",
    },
    16: {
        "en": "Peace, justice and strong institutions",
        "fr": "Paix, justice et institutions efficaces",
        "es": "Paz, justicia e instituciones sólidas",
        "ru": "Мир, правосудие и эффективные институты", "zh": "和平、正义与强大机构",
        "ar": "السلام والعدل والمؤسسات القوية",
    },
    17: {
        "en": "Partnerships for the goals", "fr": "Partenariats pour la réalisation des objectifs",
        "es": "Alianzas para lograr los objetivos", "ru": "Партнерство в интересах устойчивого развития",
        "zh": "促进目标实现的伙伴关系", "ar": "عقد الشراكات لتحقيق الأهداف",
    },
}  # fmt: skip
# of each goal how many targets have a number, and which of the means of implementation a letter
_TARGETS = {
    1: (5, "ab"), 2: (5, "abc"), 3: (9, "abcd"), 4: (7, "abc"), 5: (6, "abc"), 6: (6, "ab"),
    7: (3, "ab"), 8: (10, "ab"), 9: (5, "abc"), 10: (7, "abc"), 11: (7, "abc"), 12: (8, "abc"),
    13: (3, "ab"), 14: (7, "abc"), 15: (9, "abc"), 16: (10, "ab"), 17: (19, ""),
}  # fmt: skip
TARGETS: tuple[str, ...] = tuple(
    f"{goal}.{part}"
    for goal, (numbers, letters) in _TARGETS.items()
    for part in [*range(1, numbers + 1), *letters]
)
_BETWEEN = re.compile(r"[\s,;،；，、]+")


def goal_of(code: str) -> int:
    """The goal of a target's code: goal_of("11.a") is 11."""
    return int(code.partition(".")[0])


def read_targets(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of targets as somebody typed them, and what is no code: (codes in order, unknown).

    >>> read_targets("11.3, 11.A; sdg 9.9  11.3")
    (('11.3', '11.a'), ('sdg', '9.9'))
    """
    told = [word.casefold().strip(".") for word in _BETWEEN.split(text) if word.strip(".")]
    known = set(TARGETS)
    codes = {word for word in told if word in known}
    return in_order(codes), tuple(dict.fromkeys(word for word in told if word not in known))


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of targets in the order of the resolution; what is none of them is left out."""
    wanted = set(codes)
    return tuple(code for code in TARGETS if code in wanted)
