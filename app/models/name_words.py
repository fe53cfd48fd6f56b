"""Short words that steer the reading of a name, and the shapes of syllables: what the lists of names do not hold.

All words are folded: small letters without accents.
"""

import re

from app.models.family_names import IBERIAN_SURNAMES, SURNAMES, word_set
from app.models.given_names import GIVEN_NAMES, WESTERN_AND_JAPANESE_GIVEN_NAMES

# Words that open a family name and stay with it. Those that are also names or initials ("Ben", "San", "O") are left out.
PARTICLES = word_set(
    """
    van von vom zum zur zu de der den del della delle dello dei degli di da das do dos du des la las le les los lo
    ter ten te het 't af av el al as bin bint binti ibn abu abou mac mc mhic nic ni ui fitz dela delos delas
    """
)
# Irish particles that count only with their accent: "O" without it is an initial.
ACCENTED_PARTICLES = word_set("ó ní uí")
# Particles that American given names are built with: La Toya, De Andre.
GIVEN_PARTICLES = word_set("la de el da")
# Written between two Spanish, Catalan or Portuguese surnames.
SURNAME_JOINS = word_set("y e i")
# Portuguese generation words belong to the surname, as the bearers write it: "Silva Neto".
SURNAME_TAILS = word_set("neto filho sobrinho")

GENERATIONS = word_set("senior junior snr jnr jr sr")
ROMAN_GENERATIONS = word_set("ii iii iv vi vii viii ix")
# Posts written behind a name, after a comma or in brackets. "Dean" and "Page" are names as well and so are missing.
ROLES = word_set(
    """
    member fellow professor manager director engineer president chair chairman chairwoman chairperson student editor
    secretary officer consultant analyst scientist researcher lecturer instructor coordinator administrator supervisor
    technician specialist accountant assistant associate founder partner owner ceo cfo cto coo
    """
)
# Titles whose full stop nameparser sees but whose letters it does not know.
TITLES = word_set(
    """
    ing judr mudr rndr phdr mvdr paeddr rsdr thdr thlic pharmdr mddr doc csc bc bca mga mgr dipl arch kand mag dkfm
    dott dottssa avv geom rag sig sigra sra dna exmo exma ilmo dhr mevr mw drs ir hr fr frk mme mlle me fru
    """
)
PLURAL_TITLES = word_set("doctors drs professors profs messrs mesdames")

# Family names so frequent that a lone one of them is read so, though each also serves as a given name.
LONE_SURNAMES = word_set(
    """
    williams wilson taylor jackson lee harris clark lewis allen wright scott nelson carter mitchell parker morris murphy
    morgan cooper reed bailey kelly howard ward brooks gray hughes price foster sullivan jordan hamilton graham wallace
    west cole hayes gibson ellis stevens murray marshall harrison kennedy webb freeman hunter hudson spencer arnold
    willis duncan bradley lane lawrence armstrong franklin stanley garrett lynch burton douglas garza jennings barrett
    hardy love garcia rodriguez martinez hernandez lopez gonzalez perez sanchez torres flores rivera
    gomez diaz cruz reyes morales ortiz gutierrez ramos ruiz alvarez castillo mendoza moreno romero medina vargas castro
    guerrero santos soto delgado pena rios vega rosales rosario salas santana lara mora luna campos duran franco costa
    silva santiago marquez leon trujillo ponce lugo guerra valencia villa moss bell hill hall green baker king long
    black white stone rose wade todd tate ross owens palmer blair quinn boyd floyd norton preston houston carroll
    """
)

_IBERIAN_LETTER = re.compile("[ñãõáíóúÑÃÕÁÍÓÚ]")
_PINYIN_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie"
    "|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)"
)
_CHINESE_GIVEN = re.compile(rf"(?:{_PINYIN_SYLLABLE}){{1,2}}|{_PINYIN_SYLLABLE}[-']{_PINYIN_SYLLABLE}")
_ASIAN_PAIR = re.compile("[a-z]{1,6}-[a-z]{1,6}")
_JAPANESE_GIVEN = re.compile("(?:(?:[kstnhmyrwgzdbpfj]|sh|ch|ts|[knhmrgbp]y)?(?:[aeiou]|ou|oh|ii)|n(?![aeiou])){2,6}")
_EAST_SLAVIC_PATRONYMIC = re.compile(
    "(?:ович|евич|йович|ьович|івна|ївна|овна|евна|ична|ильич|іллич|кузьмич|лукич|фомич|оглы|кызы"
    "|ovich|evich|yovych|ovych|evych|ivna|yivna|ovna|evna|ichna|ilyich)$"
)

_ONLY_GIVEN_NAMES = WESTERN_AND_JAPANESE_GIVEN_NAMES - SURNAMES


def is_initial(key: str) -> bool:
    """Tell whether the folded word is a single letter; its full stop is already off."""
    return len(key) == 1 and key.isalpha()


def is_given(key: str) -> bool:
    """Tell whether the word, or the first half of a double one, is a frequent given name."""
    return key in GIVEN_NAMES or key.partition("-")[0] in GIVEN_NAMES


def is_only_given(key: str) -> bool:
    """Tell whether the word is a frequent given name, or two, and hardly ever a family name."""
    return key in _ONLY_GIVEN_NAMES or ("-" in key and _ONLY_GIVEN_NAMES.issuperset(key.split("-")))


def is_iberian_surname(key: str) -> bool:
    """Tell whether the word, or one half of a double one, is a frequent Spanish or Portuguese surname."""
    return key in IBERIAN_SURNAMES or ("-" in key and not IBERIAN_SURNAMES.isdisjoint(key.split("-")))


def has_iberian_letter(text: str) -> bool:
    """Tell whether a letter speaks for Spanish or Portuguese; é is left out, being French as well."""
    return _IBERIAN_LETTER.search(text) is not None


def is_patronymic(key: str) -> bool:
    """Tell whether the word is built as an East Slavic patronymic, in Cyrillic or in Latin letters."""
    return _EAST_SLAVIC_PATRONYMIC.search(key) is not None


def is_chinese_given(key: str) -> bool:
    """Tell whether the word can be a Chinese given name: one or two syllables of pinyin."""
    return _CHINESE_GIVEN.fullmatch(key) is not None


def is_korean_given(key: str) -> bool:
    """Tell whether the word is two short syllables with a hyphen, and not two given names as in "Ann-Marie"."""
    return _ASIAN_PAIR.fullmatch(key) is not None and not GIVEN_NAMES.issuperset(key.split("-"))


def is_japanese_given(key: str) -> bool:
    """Tell whether the word can be spelled in kana."""
    return _JAPANESE_GIVEN.fullmatch(key) is not None
