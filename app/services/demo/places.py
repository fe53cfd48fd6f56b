"""Where made-up customers live: cities with their postal codes and dialling codes, streets, languages and trades.

In the patterns "#" is any digit. A city is written "name|state|postal code|area code|time zone", its end left out where it
is empty; an area code is followed by the country's `local` digits.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """A place with the patterns of its postal codes and telephone numbers, and its time zone if it has one of its own."""

    name: str
    state: str
    postal: str
    area: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Country:
    """One country's customers.

    Attributes:
        weight: how many of 1,000 customers live there, about.
        cultures: names of `names_west` and `names_east`, each as often as it is met.
        street: how a street and a house number are put together.
        local: the digits of a fixed line behind the area code.
        mobile: national numbers of mobile telephones, without the trunk prefix.
        trades: endings of business names.
    """

    code: str
    weight: int
    language: str
    time_zone: str
    cultures: tuple[str, ...]
    street: str
    streets: tuple[str, ...]
    local: str
    mobile: tuple[str, ...]
    trades: tuple[str, ...]
    cities: tuple[City, ...]


def _country(
    code: str,
    weight: int,
    language: str,
    time_zone: str,
    cultures: str,
    street: str,
    streets: str,
    local: str,
    mobile: str,
    trades: str,
    *cities: str,
) -> Country:
    return Country(
        code,
        weight,
        language,
        time_zone,
        tuple(cultures.split()),
        street,
        tuple(streets.split(", ")),
        local,
        tuple(mobile.split()),
        tuple(trades.split(", ")),
        tuple(City(*(*city.split("|"), "", "", "", "")[:5]) for city in cities),
    )


_AMERICAN = (
    "Maple Street, Oak Avenue, Main Street, Cedar Lane, Elm Street, Washington Boulevard, Lake Drive, Park Avenue,"
    " Hillcrest Road, Sunset Boulevard, Church Street, Franklin Avenue, River Road, Willow Court, Highland Avenue"
)
_BRITISH = (
    "High Street, Station Road, Church Lane, Victoria Road, Mill Lane, The Green, King's Road, Queen Street, Orchard"
    " Close, Grange Road, Albert Terrace, Windmill Hill, Abbey Gardens, St James's Square"
)
_GERMAN = (
    "Hauptstraße, Bahnhofstraße, Gartenweg, Schillerstraße, Goethestraße, Lindenallee, Am Markt, Bergstraße,"
    " Mühlenweg, Kirchplatz, Birkenweg, Schloßstraße, Rosengasse, Königsallee"
)
_FRENCH = (
    "rue de la République, avenue Victor-Hugo, rue du Moulin, place de l'Église, boulevard Voltaire, rue Pasteur,"
    " chemin des Vignes, rue des Écoles, allée des Tilleuls, rue Saint-Honoré"
)
_SPANISH = (
    "Calle Mayor, Avenida de la Constitución, Calle Real, Plaza de España, Calle del Sol, Paseo de la Castellana, Calle"
    " Cervantes, Calle Nueva, Avenida Libertad, Calle San José, Camino Viejo"
)
_ARABIC = "شارع النيل, شارع الجمهورية, شارع التحرير, شارع السلام, شارع المدرسة, شارع الوحدة"

COUNTRIES: tuple[Country, ...] = (
    _country(
        "US", 200, "en-US", "America/New_York", "english english english hispanic german indian", "{number} {street}",
        _AMERICAN, "555####", "917555#### 310555#### 312555####", "Inc., LLC, & Sons, Partners, Group",
        "New York|NY|100##|212", "Brooklyn|NY|112##|718", "Los Angeles|CA|900##|213|America/Los_Angeles",
        "San Francisco|CA|941##|415|America/Los_Angeles", "Chicago|IL|606##|312|America/Chicago",
        "Houston|TX|770##|713|America/Chicago", "Austin|TX|787##|512|America/Chicago",
        "Denver|CO|802##|303|America/Denver", "Seattle|WA|981##|206|America/Los_Angeles", "Boston|MA|021##|617",
        "Miami|FL|331##|305", "Atlanta|GA|303##|404", "Phoenix|AZ|850##|602|America/Phoenix",
    ),
    _country(
        "GB", 80, "en-GB", "Europe/London", "english english english english indian polish", "{number} {street}",
        _BRITISH, "", "7400###### 7500######", "Ltd, plc, & Co, Partners LLP",
        "London||SW1A #AA|207946####", "London||E1 #QX|2071######", "Manchester||M1 #WD|1614960###",
        "Birmingham||B2 #QA|1214960###", "Leeds||LS1 #AB|1134960###", "Glasgow||G1 #RE|1414960###",
        "Cardiff||CF10 #BH|2920180###", "Bristol||BS1 #TR|1174960###", "Edinburgh||EH1 #NG|1314960###",
    ),
    _country(
        "CA", 35, "en-CA", "America/Toronto", "english english english french", "{number} {street}", _AMERICAN,
        "555####", "416555#### 604555####", "Inc., Ltd., & Sons",
        "Toronto|ON|M5V #K#|416", "Ottawa|ON|K1P #J#|613", "Vancouver|BC|V6B #H#|604|America/Vancouver",
        "Calgary|AB|T2P #M#|403|America/Edmonton", "Halifax|NS|B3J #S#|902|America/Halifax",
        "Montréal|QC|H2Y #C#|514", "Québec|QC|G1R #P#|418",
    ),
    _country(
        "AU", 35, "en-AU", "Australia/Sydney", "english english english greek italian", "{number} {street}", _BRITISH,
        "", "4910####5 4155#####", "Pty Ltd, & Co, Group",
        "Sydney|NSW|20##|255501###", "Parramatta|NSW|2150|270101###", "Melbourne|VIC|30##|355501###",
        "Brisbane|QLD|40##|755501###|Australia/Brisbane", "Perth|WA|60##|855501###|Australia/Perth",
        "Hobart|TAS|70##|362501###|Australia/Hobart",
    ),
    _country(
        "IE", 12, "en-GB", "Europe/Dublin", "english", "{number} {street}", _BRITISH, "", "85####### 87#######",
        "Ltd, DAC, & Sons", "Dublin|Co. Dublin|D02 X2##|1677####", "Cork|Co. Cork|T12 W8##|214270###",
        "Galway|Co. Galway|H91 E2##|91567###",
    ),
    _country(
        "DE", 90, "de", "Europe/Berlin", "german german german german german turkish polish", "{street} {number}",
        _GERMAN, "#######", "151######## 171####### 160#######", "GmbH, AG, KG, & Söhne GmbH, e. K.",
        "Berlin||10###|30", "Hamburg||20###|40", "München||80###|89", "Köln||50###|221", "Frankfurt am Main||60###|69",
        "Stuttgart||70###|711", "Düsseldorf||40###|211", "Leipzig||04###|341", "Nürnberg||90###|911",
        "Gießen||353##|641",
    ),
    _country(
        "AT", 20, "de-AT", "Europe/Vienna", "german", "{street} {number}", _GERMAN, "######", "664####### 676#######",
        "GmbH, KG, OG", "Wien||1###|1512", "Graz||80##|316", "Linz||40##|732", "Salzburg||50##|662",
        "Innsbruck||60##|512",
    ),
    _country(
        "CH", 20, "de-CH", "Europe/Zurich", "german german french italian", "{street} {number}", _GERMAN, "",
        "7820##### 79#######", "AG, GmbH, & Cie", "Zürich||80##|44668####", "Bern||30##|31310####",
        "Basel||40##|61260####", "Genève||12##|22700####", "Lausanne||10##|21310####", "Lugano||69##|91910####",
    ),
    _country(
        "FR", 60, "fr", "Europe/Paris", "french french french french arabic portuguese", "{number} {street}", _FRENCH,
        "", "612###### 634######", "SARL, SAS, & Fils, SA", "Paris||750##|142######", "Lyon||690##|472######",
        "Marseille||130##|491######", "Toulouse||310##|561######", "Lille||590##|320######", "Nantes||440##|240######",
        "Strasbourg||670##|388######", "Besançon||250##|381######",
    ),
    _country(
        "NL", 25, "nl", "Europe/Amsterdam", "dutch dutch dutch turkish", "{street} {number}",
        "Kerkstraat, Dorpsstraat, Schoolstraat, Molenweg, Julianalaan, Prinsengracht, Stationsplein, Lijnbaan", "#######",
        "61####### 62#######", "B.V., & Zonen, Groep", "Amsterdam||101# AB|20", "Rotterdam||301# CD|10",
        "Den Haag||251# EF|70", "Utrecht||351# GH|30", "Groningen||971# JK|50", "Eindhoven||561# LM|40",
    ),
    _country(
        "BE", 12, "nl-BE", "Europe/Brussels", "dutch french", "{street} {number}",
        "Kerkstraat, Grote Markt, Rue Neuve, Avenue Louise, Stationsstraat, Chaussée de Namur", "", "470###### 495######",
        "BV, NV, SPRL", "Brussel||1000|2555####", "Antwerpen||2000|3234####", "Gent||9000|9224####",
        "Liège||4000|4222####",
    ),
    _country(
        "ES", 40, "es", "Europe/Madrid", "spanish", "{street}, {number}", _SPANISH, "", "612###### 650######",
        "S.L., S.A., e Hijos", "Madrid|Madrid|280##|91#######", "Barcelona|Barcelona|080##|93#######",
        "Valencia|Valencia|460##|963######", "Sevilla|Sevilla|410##|954######", "Málaga|Málaga|290##|952######",
        "A Coruña|A Coruña|150##|981######", "Donostia|Guipúzcoa|200##|943######",
    ),
    _country(
        "MX", 25, "es-MX", "America/Mexico_City", "spanish", "{street} {number}", _SPANISH, "#######",
        "5512###### 3312######", "S.A. de C.V., y Asociados", "Ciudad de México|CDMX|06###|555",
        "Guadalajara|Jal.|44###|333", "Monterrey|N.L.|64###|818", "Puebla|Pue.|72###|222",
        "Mérida|Yuc.|97###|999|America/Merida",
    ),
    _country(
        "AR", 15, "es", "America/Argentina/Buenos_Aires", "spanish hispanic italian", "{street} {number}", _SPANISH,
        "", "117####### 351510####", "S.A., S.R.L., Hermanos", "Buenos Aires|Buenos Aires|1425|114#######",
        "Córdoba|Córdoba|5000|351422####", "Rosario|Santa Fe|2000|341420####", "Mendoza|Mendoza|5500|261420####",
    ),
    _country(
        "PT", 15, "pt-PT", "Europe/Lisbon", "portuguese", "{street} {number}",
        "Rua Augusta, Avenida da Liberdade, Rua das Flores, Praça do Comércio, Rua de São João, Travessa do Carmo", "",
        "912###### 936######", "Lda., S.A., & Filhos", "Lisboa||11##-0##|21#######", "Porto||40##-0##|22#######",
        "Coimbra||30##-0##|239######", "Évora||70##-5##|266######",
    ),
    _country(
        "BR", 35, "pt-BR", "America/Sao_Paulo", "portuguese portuguese portuguese japanese italian",
        "{street}, {number}", "Rua das Palmeiras, Avenida Paulista, Rua São Bento, Rua XV de Novembro, Avenida Atlântica"
        ", Rua Sete de Setembro, Travessa da Paz", "3#######", "119######## 219########", "Ltda., S.A., e Filhos",
        "São Paulo|SP|01###-0##|11", "Rio de Janeiro|RJ|20###-0##|21", "Belo Horizonte|MG|30###-0##|31",
        "Curitiba|PR|80###-0##|41", "Salvador|BA|40###-0##|71|America/Bahia",
        "Manaus|AM|690##-0##|92|America/Manaus",
    ),
    _country(
        "IT", 40, "it", "Europe/Rome", "italian", "{street}, {number}",
        "Via Roma, Via Garibaldi, Corso Italia, Piazza Dante, Via Mazzini, Viale della Libertà, Via Verdi, Via San Marco",
        "", "333####### 347#######", "S.r.l., S.p.A., & Figli, S.n.c.", "Roma|RM|001##|0668######",
        "Milano|MI|201##|026######", "Napoli|NA|801##|081#######", "Torino|TO|101##|011#######",
        "Firenze|FI|501##|055#######", "Bologna|BO|401##|051######", "Forlì|FC|4712#|0543######",
    ),
    _country(
        "PL", 30, "pl", "Europe/Warsaw", "polish", "{street} {number}",
        "ul. Długa, ul. Kościuszki, ul. Ogrodowa, ul. Łąkowa, ul. Mickiewicza, al. Jerozolimskie, ul. Żeromskiego", "",
        "501###### 602######", "Sp. z o.o., S.A., i Synowie", "Warszawa||00-0##|22#######", "Kraków||30-0##|12#######",
        "Łódź||90-0##|42#######", "Wrocław||50-0##|71#######", "Gdańsk||80-0##|58#######", "Białystok||15-0##|85#######",
    ),
    _country(
        "CZ", 15, "cs", "Europe/Prague", "czech", "{street} {number}",
        "Hlavní, Nádražní, Školní, Zahradní, Husova, Komenského, Žižkova, Náměstí Míru", "", "601###### 777######",
        "s.r.o., a.s., a synové", "Praha||110 ##|22#######", "Brno||602 ##|54#######", "Ostrava||702 ##|59#######",
        "Plzeň||301 ##|37#######",
    ),
    _country(
        "HU", 15, "hu", "Europe/Budapest", "hungarian", "{street} {number}.",
        "Kossuth Lajos utca, Petőfi utca, Rákóczi út, Fő utca, Széchenyi tér, Ady Endre út", "######",
        "20####### 30#######", "Kft., Zrt., Bt.", "Budapest||10##|12", "Debrecen||40##|52", "Szeged||67##|62",
        "Győr||90##|96", "Pécs||76##|72",
    ),
    _country(
        "DK", 15, "da", "Europe/Copenhagen", "danish", "{street} {number}",
        "Vestergade, Nørregade, Strandvejen, Søndergade, Ågade, Østergade, Kærvej, Bøgevej", "", "2012#### 4045####",
        "A/S, ApS, & Søn", "København||21##|3312####", "Aarhus||80##|8612####", "Odense||50##|6612####",
        "Ålborg||90##|9812####", "Sønderborg||64##|7412####",
    ),
    _country(
        "NO", 12, "nb", "Europe/Oslo", "norwegian", "{street} {number}",
        "Storgata, Kirkegata, Skolegata, Fjordveien, Bjørkeveien, Øvregata, Åsveien", "", "41###### 92######",
        "AS, ASA, & Sønner", "Oslo||01##|22######", "Bergen||50##|55######", "Trondheim||70##|73######",
        "Tromsø||90##|776#####", "Ålesund||60##|701#####",
    ),
    _country(
        "SE", 20, "sv", "Europe/Stockholm", "swedish", "{street} {number}",
        "Storgatan, Drottninggatan, Kungsgatan, Skolgatan, Björkvägen, Ängsvägen, Östra Hamngatan", "#######",
        "70####### 73#######", "AB, & Söner, HB", "Stockholm||11# ##|8", "Göteborg||41# ##|31", "Malmö||21# ##|40",
        "Uppsala||75# ##|18", "Örebro||70# ##|19",
    ),
    _country(
        "FI", 12, "fi", "Europe/Helsinki", "finnish finnish swedish", "{street} {number}",
        "Mannerheimintie, Kauppakatu, Rantatie, Koulukatu, Hämeenkatu, Mäkitie, Pääskytie", "",
        "40####### 50#######", "Oy, Oyj, Ky", "Helsinki||00###|9310####", "Tampere||33###|3212####", "Turku||20###|2250####",
        "Jyväskylä||40###|14260####", "Oulu||90###|8530####",
    ),
    _country(
        "GR", 12, "el", "Europe/Athens", "greek", "{street} {number}",
        "Ερμού, Σταδίου, Πανεπιστημίου, Ελευθερίου Βενιζέλου, Αγίου Δημητρίου, Τσιμισκή", "", "694####### 697#######",
        "Α.Ε., Ε.Π.Ε., & Υιοί", "Αθήνα||10# ##|21########", "Θεσσαλονίκη||54# ##|231#######", "Πάτρα||26# ##|261#######",
    ),
    _country(
        "BG", 8, "bg", "Europe/Sofia", "bulgarian", "{street} {number}",
        "ул. Шипка, бул. Витоша, ул. Раковски, ул. Цар Симеон, бул. Левски", "", "87####### 88#######", "ООД, АД, ЕООД",
        "София||10##|29######", "Пловдив||40##|32######", "Варна||90##|52######",
    ),
    _country(
        "UA", 12, "uk", "Europe/Kyiv", "ukrainian", "{street}, {number}",
        "вул. Шевченка, вул. Лесі Українки, просп. Свободи, вул. Франка, вул. Грушевського", "", "50####### 67#######",
        "ТОВ, ПрАТ, і партнери", "Київ||01###|44279####", "Львів||79###|32235####", "Одеса||65###|48722####",
    ),
    _country(
        "TR", 15, "tr", "Europe/Istanbul", "turkish", "{street} No: {number}",
        "Atatürk Caddesi, İstiklal Caddesi, Cumhuriyet Bulvarı, Çiçek Sokak, Gül Sokak, Şehitler Caddesi", "#######",
        "532####### 505#######", "A.Ş., Ltd. Şti., ve Oğulları", "Beşiktaş|İstanbul|34###|212",
        "Çankaya|Ankara|06###|312", "Konak|İzmir|35###|232", "Muratpaşa|Antalya|07###|242",
    ),
    _country(
        "EG", 12, "ar", "Africa/Cairo", "arabic", "{number} {street}", _ARABIC, "", "10######## 12########",
        "ش.م.م., وأولاده, للتجارة", "القاهرة|القاهرة|115##|22#######", "الإسكندرية|الإسكندرية|215##|34######",
        "الجيزة|الجيزة|125##|23#######",
    ),
    _country(
        "AE", 8, "ar", "Asia/Dubai", "arabic arabic indian english", "{number} {street}", _ARABIC, "",
        "50####### 55#######", "LLC, FZE, Trading", "دبي|دبي||43######", "أبو ظبي|أبو ظبي||26######",
        "الشارقة|إمارة الشارقة||65######",
    ),
    _country(
        "IN", 50, "en", "Asia/Kolkata", "indian indian indian hindi", "{number}, {street}",
        "MG Road, Nehru Street, Gandhi Nagar, Park Street, Station Road, Lake View Road, Temple Street, Ring Road", "",
        "98######## 99########", "Pvt. Ltd., & Sons, Enterprises, Traders", "Mumbai|Maharashtra|4000##|222#######",
        "New Delhi|Delhi|1100##|112#######", "Bengaluru|Karnataka|5600##|802#######", "Chennai|Tamil Nadu|6000##|442#######",
        "Kolkata|West Bengal|7000##|332#######", "Hyderabad|Telangana|5000##|402#######", "Pune|Maharashtra|4110##|202#######",
    ),
    _country(
        "CN", 50, "zh", "Asia/Shanghai", "chinese", "{street}{number}号",
        "人民路, 解放路, 中山路, 建设路, 和平街, 新华路, 长江路, 南京路", "######", "138######## 139######## 186########",
        "有限公司, 集团, 贸易有限公司", "朝阳区|北京市|1000##|1065", "浦东新区|上海市|2001##|2152", "广州市|广东省|5100##|2085",
        "成都市|四川省|6100##|2885", "武汉市|湖北省|4300##|2785",
    ),
    _country(
        "JP", 40, "ja", "Asia/Tokyo", "japanese", "{street}{number}",
        "本町1-2-, 中央2-5-, 栄3-4-, 桜台1-8-, 緑が丘4-1-, 駅前町2-", "", "9012###### 8034######", "株式会社, 商店, 工業",
        "新宿区|東京都|160-00##|332######", "大阪市北区|大阪府|530-00##|663######", "名古屋市中区|愛知県|460-00##|522######",
        "横浜市中区|神奈川県|231-00##|456######", "札幌市中央区|北海道|060-00##|112######", "京都市左京区|京都府|606-84##|757######",
    ),
    _country(
        "KR", 25, "ko", "Asia/Seoul", "korean", "{street} {number}", "테헤란로, 세종대로, 중앙로, 강남대로, 해운대로, 충장로", "",
        "102####### 104#######", "주식회사, 상사, 산업", "강남구|서울특별시|061##|25######", "해운대구|부산광역시|480##|517######",
        "중구|대구광역시|419##|532######", "유성구|대전광역시|341##|428######",
    ),
    _country(
        "VN", 15, "vi", "Asia/Ho_Chi_Minh", "vietnamese", "{number} {street}",
        "Lê Lợi, Nguyễn Huệ, Trần Hưng Đạo, Hai Bà Trưng, Lý Thường Kiệt, Điện Biên Phủ", "", "91####### 98#######",
        "Công ty TNHH, Công ty Cổ phần", "Hà Nội||100000|243#######", "Thành phố Hồ Chí Minh||700000|283#######",
        "Đà Nẵng||550000|2363######",
    ),
    _country(
        "TH", 10, "th", "Asia/Bangkok", "thai", "{number} {street}",
        "ถนนสุขุมวิท, ถนนพหลโยธิน, ถนนสีลม, ถนนเพชรบุรี, ถนนรัชดาภิเษก", "", "81####### 89#######", "จำกัด, และบุตร, พาณิชย์",
        "เขตวัฒนา|กรุงเทพมหานคร|101##|22######", "เมืองเชียงใหม่|เชียงใหม่|502##|532#####", "เมืองภูเก็ต|ภูเก็ต|830##|762#####",
    ),
    _country(
        "ID", 20, "id", "Asia/Jakarta", "indonesian", "{street} No. {number}",
        "Jl. Merdeka, Jl. Sudirman, Jl. Diponegoro, Jl. Melati, Jl. Gajah Mada, Jl. Ahmad Yani", "#######",
        "811####### 813########", "PT, CV, & Anak", "Jakarta|DKI Jakarta|101##|21", "Surabaya|Jawa Timur|601##|31",
        "Bandung|Jawa Barat|401##|22", "Denpasar|Bali|801##|361|Asia/Makassar",
    ),
    _country(
        "NG", 12, "en", "Africa/Lagos", "nigerian", "{number} {street}",
        "Broad Street, Marina Road, Awolowo Road, Ahmadu Bello Way, Allen Avenue, Aminu Kano Crescent", "",
        "803####### 806#######", "Ltd, & Sons, Ventures", "Ikeja|Lagos|1001##|2012######",
        "Abuja|Federal Capital Territory|9001##|2092######", "Kano|Kano|7001##|2064######",
    ),
    _country(
        "ZA", 15, "en", "Africa/Johannesburg", "southern southern english indian", "{number} {street}",
        "Long Street, Jan Smuts Avenue, Nelson Mandela Drive, Church Street, Kloof Road, Vilakazi Street", "",
        "82####### 71#######", "(Pty) Ltd, & Seuns, Trading", "Johannesburg||20##|11#######", "Cape Town||80##|21#######",
        "Durban||40##|31#######", "Pretoria||00##|12#######",
    ),
    _country(
        "IS", 3, "is", "Atlantic/Reykjavik", "danish norwegian", "{street} {number}",
        "Laugavegur, Hafnarstræti, Aðalgata, Þingholtsstræti", "", "611#### 690####", "ehf., hf.",
        "Reykjavík||1##|552####", "Akureyri||600|462####",
    ),
)  # fmt: skip
"""Every country of the sample data."""
