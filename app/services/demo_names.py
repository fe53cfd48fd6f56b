"""Given and family names of made-up people by culture, and how each culture puts them together.

A name in letters other than Latin carries a Latin spelling behind "=", from which the e-mail address is made; a family
name that women write differently carries their form behind "/"; "_" is a space within a name.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.models.folding import fold


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as written, and in plain small Latin letters."""

    text: str
    latin: str


Names = tuple[Spelling, ...]


@dataclass(frozen=True, slots=True)
class Culture:
    """How people of one culture are called.

    Attributes:
        given: names of women, and of men.
        family: as women write them, and men, in the same order.
        between: what stands between the parts of a name.
        mononyms: the share of people with a single name.
        middles: the share with a second given name.
        double: two family names, of father and mother.
        titles: before the name, where somebody has one.
        suffixes: behind it.
        nicknames: given names with a customary short form.
    """

    given: tuple[Names, Names]
    family: tuple[Names, Names]
    family_first: bool = False
    between: str = " "
    mononyms: float = 0.0
    middles: float = 0.0
    double: bool = False
    titles: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    nicknames: tuple[tuple[str, str], ...] = ()


def _spelling(word: str) -> Spelling:
    text, _, latin = word.partition("=")
    text = text.replace("_", " ")
    return Spelling(text, latin or "".join(letter for letter in fold(text) if "a" <= letter <= "z"))


def _given(women: str, men: str) -> tuple[Names, Names]:
    return tuple(map(_spelling, women.split())), tuple(map(_spelling, men.split()))


def _family(words: str) -> tuple[Names, Names]:
    pairs = [word.partition("/") for word in words.split()]
    return tuple(_spelling(woman or man) for man, _, woman in pairs), tuple(_spelling(man) for man, _, _ in pairs)


_SPANISH_GIVEN = _given(
    "María Carmen Ana Isabel Laura Cristina Lucía Marta Elena Pilar Rosa Sofía Valentina Camila Paula Raquel Beatriz"
    " Inés Mónica Silvia Teresa Natalia Alicia Irene Rocío Verónica Daniela Gabriela Ximena Jimena",
    "José Antonio Juan Manuel Francisco Luis Javier Carlos Miguel Ángel Pedro Alejandro Diego Fernando Sergio Pablo"
    " Jorge Alberto Álvaro Raúl Andrés Ramón Joaquín Mateo Santiago Emilio Óscar Íñigo Martín Tomás",
)
_SPANISH_FAMILY = _family(
    "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno"
    " Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina"
    " Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Lozano Guerrero"
    " Cano Prieto Méndez Cruz Peña Herrera Fuentes Cabrera Vega Campos de_la_Fuente del_Río de_la_Torre Ibáñez"
)

CULTURES: dict[str, Culture] = {
    "english": Culture(
        _given(
            "Mary Patricia Jennifer Linda Elizabeth Susan Jessica Sarah Karen Emma Olivia Charlotte Amelia Sophie Grace"
            " Hannah Rachel Rebecca Victoria Lucy Margaret Alice Eleanor Florence Harriet Imogen Zoë Chloë Abigail"
            " Madison Harper Evelyn Audrey Claire Josephine Ruth Esther Naomi Beatrice Phoebe",
            "James John Robert Michael William David Richard Joseph Thomas Charles Daniel Matthew Andrew Edward George"
            " Henry Oliver Jack Harry Samuel Benjamin Alexander Lucas Ethan Nathan Stephen Peter Philip Simon Martin"
            " Arthur Frederick Theodore Walter Hugh Duncan Graham Nigel Colin Trevor",
        ),
        _family(
            "Smith Johnson Williams Brown Jones Taylor Davies Evans Wilson Thomas Roberts Walker Wright Robinson"
            " Thompson White Hughes Edwards Green Hall Wood Harris Clarke Jackson Turner Cooper Hill Ward Morris Moore"
            " Baker King Carter Mitchell Phillips Campbell Parker Collins Stewart Murphy Bailey Cox Richardson Howard"
            " Bennett Gray Hughes-Jones MacDonald McKenzie O'Brien O'Connor Fitzgerald Sinclair Ashworth Blackwood"
            " Whitfield Pemberton Hawthorne Lockwood Radcliffe Thornton Winslow Fairbanks Osborne Kensington St._John"
        ),
        middles=0.35,
        titles=("Dr", "Prof.", "Rev.", "Sir", "Dame"),
        suffixes=("Jr.", "Sr.", "III", "PhD", "MD", "OBE"),
        nicknames=(
            ("Elizabeth", "Liz"),
            ("Margaret", "Peggy"),
            ("Patricia", "Pat"),
            ("Rebecca", "Becky"),
            ("William", "Bill"),
            ("Robert", "Bob"),
            ("Richard", "Dick"),
            ("Edward", "Ted"),
            ("James", "Jim"),
            ("Theodore", "Teddy"),
        ),
    ),
    "german": Culture(
        _given(
            "Anna Julia Katharina Sabine Monika Ursula Petra Claudia Susanne Birgit Heike Andrea Stefanie Christine"
            " Lena Hannah Lea Marie Johanna Franziska Ingrid Renate Gisela Jürgena Käthe Bärbel Frauke Greta Mathilda"
            " Annelie",
            "Thomas Michael Andreas Stefan Christian Martin Matthias Jürgen Klaus Günter Wolfgang Uwe Jörg Bernd Frank"
            " Markus Tobias Sebastian Florian Lukas Jonas Felix Maximilian Paul Björn Sören Götz Heinrich Karl-Heinz"
            " Hans-Peter",
        ),
        _family(
            "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein"
            " Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Weiß Groß Strauß Preuß Voß"
            " Krause Lehmann Köhler Maier König Huber Kaiser Fuchs Vogel Jung Günther Böhm Jäger Roth Möller Lüders"
            " Schönfeld Großmann Kießling Heß von_Arnim von_der_Heide Müller-Lüdenscheid Meyer-Landrut Übelacker"
        ),
        middles=0.12,
        titles=("Dr.", "Prof. Dr.", "Dipl.-Ing."),
    ),
    "french": Culture(
        _given(
            "Marie Nathalie Isabelle Sylvie Catherine Françoise Hélène Céline Aurélie Émilie Chloé Camille Léa Manon"
            " Inès Zoé Louise Jeanne Margaux Anaïs Noémie Geneviève Marie-Claire Anne-Sophie Élodie",
            "Jean Pierre Michel Philippe Alain Nicolas Christophe Laurent Julien François Éric Frédéric Sébastien"
            " Jérôme Rémi Théo Hugo Lucas Gaël Loïc Benoît Étienne Jean-Luc Jean-Baptiste Maël",
        ),
        _family(
            "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia"
            " Roux Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Mercier Boyer Blanc"
            " Guérin Chevalier François Gauthier Barbier Renard Brunet Lecœur Bélanger Tremblay Gagné Côté Bouchard"
            " Lévesque Pelletier de_Villiers d'Aubigné Le_Goff Saint-Pierre L'Écuyer"
        ),
        middles=0.1,
        titles=("Dr", "Me"),
    ),
    "dutch": Culture(
        _given(
            "Anna Maria Johanna Emma Sanne Lotte Femke Fleur Anouk Marieke Ingrid Saskia Wilma Annemiek Maaike Noor"
            " Tess Roos Eva Iris",
            "Jan Pieter Willem Hendrik Kees Bas Daan Sem Lars Bram Thijs Ruben Sjoerd Joost Maarten Gijs Wouter Jeroen"
            " Teun Koen",
        ),
        _family(
            "de_Jong Jansen de_Vries van_den_Berg van_Dijk Bakker Janssen Visser Smit Meijer de_Boer Mulder de_Groot Bos"
            " Vos Peters Hendriks van_Leeuwen Dekker Brouwer de_Wit Dijkstra Smits de_Graaf van_der_Meer van_der_Linden"
            " Kok Jacobs de_Haan Vermeulen van_den_Heuvel van_'t_Hof Hoekstra IJsbrandy Huisman"
        ),
        middles=0.1,
        titles=("dr.", "ir.", "mr."),
    ),
    "spanish": Culture(_SPANISH_GIVEN, _SPANISH_FAMILY, middles=0.3, double=True, titles=("Dr.", "Dra.", "Ing.")),
    "hispanic": Culture(_SPANISH_GIVEN, _SPANISH_FAMILY, middles=0.1),
    "portuguese": Culture(
        _given(
            "Maria Ana Beatriz Mariana Inês Leonor Matilde Carolina Joana Sofia Catarina Cláudia Luísa Helena Conceição"
            " Fátima Juliana Fernanda Patrícia Letícia Larissa Bruna Vitória Antônia Júlia",
            "João José António Manuel Francisco Pedro Paulo Luís Carlos Tiago Rui Miguel Nuno Gonçalo Duarte Rafael"
            " Gustavo Felipe Thiago Vinícius Caio Otávio César Sebastião Fábio",
        ),
        _family(
            "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Jesus Sousa Fernandes Gonçalves Gomes Lopes"
            " Marques Alves Almeida Ribeiro Pinto Carvalho Teixeira Moreira Correia Mendes Nunes Soares Vieira Monteiro"
            " Cardoso Rocha Neves Coelho Cruz Cunha Pires Ramos Araújo Barbosa Magalhães Simões Conceição Brandão"
            " da_Silva dos_Santos de_Sá Falcão"
        ),
        middles=0.3,
        double=True,
        suffixes=("Filho", "Neto", "Júnior"),
    ),
    "italian": Culture(
        _given(
            "Maria Anna Giulia Francesca Chiara Sara Martina Alessia Elena Paola Laura Silvia Valentina Federica Elisa"
            " Giorgia Aurora Beatrice Ginevra Caterina Lucia Rosa Teresa Niccolina Noemi",
            "Giuseppe Antonio Giovanni Mario Luigi Francesco Marco Andrea Alessandro Matteo Lorenzo Davide Simone Luca"
            " Stefano Paolo Roberto Riccardo Federico Niccolò Gabriele Tommaso Pietro Salvatore Vincenzo",
        ),
        _family(
            "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini"
            " Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli"
            " Martini Leone Longo Gentile Martinelli Vitale D'Angelo Dell'Acqua Di_Pietro Lo_Presti Niccolò Forlì"
        ),
        titles=("Dott.", "Dott.ssa", "Ing.", "Avv."),
    ),
    "polish": Culture(
        _given(
            "Anna Maria Katarzyna Małgorzata Agnieszka Krystyna Barbara Ewa Elżbieta Zofia Joanna Magdalena Aleksandra"
            " Paulina Żaneta Łucja Świętosława Grażyna Wioletta Jadwiga",
            "Jan Andrzej Piotr Krzysztof Stanisław Tomasz Paweł Józef Marcin Marek Michał Grzegorz Jerzy Łukasz Zbigniew"
            " Wojciech Mateusz Bogusław Mieczysław Przemysław",
        ),
        _family(
            "Nowak Kowalski/Kowalska Wiśniewski/Wiśniewska Wójcik Kowalczyk Kamiński/Kamińska Lewandowski/Lewandowska"
            " Zieliński/Zielińska Szymański/Szymańska Woźniak Dąbrowski/Dąbrowska Kozłowski/Kozłowska Jankowski/Jankowska"
            " Mazur Kwiatkowski/Kwiatkowska Krawczyk Piotrowski/Piotrowska Grabowski/Grabowska Zając Pawłowski/Pawłowska"
            " Król Wieczorek Jabłoński/Jabłońska Wróbel Majewski/Majewska Olszewski/Olszewska Stępień Jaworski/Jaworska"
            " Malinowski/Malinowska Górski/Górska Pawlak Witkowski/Witkowska Głowacki/Głowacka Źrebiec Łąkowski/Łąkowska"
        ),
        titles=("dr", "mgr", "inż."),
    ),
    "czech": Culture(
        _given(
            "Jana Marie Eva Hana Anna Věra Lenka Kateřina Lucie Alena Petra Veronika Zdeňka Tereza Barbora Šárka Eliška"
            " Markéta Adéla Růžena",
            "Jiří Jan Petr Josef Pavel Martin Tomáš Jaroslav Miroslav Zdeněk Václav Michal František Jakub Ondřej Lukáš"
            " Vojtěch Štěpán Řehoř Matěj",
        ),
        _family(
            "Novák/Nováková Svoboda/Svobodová Novotný/Novotná Dvořák/Dvořáková Černý/Černá Procházka/Procházková"
            " Kučera/Kučerová Veselý/Veselá Krejčí Horák/Horáková Němec/Němcová Pokorný/Pokorná Marek/Marková"
            " Pospíšil/Pospíšilová Hájek/Hájková Jelínek/Jelínková Král/Králová Růžička/Růžičková Beneš/Benešová"
            " Fiala/Fialová Sedláček/Sedláčková Doležal/Doležalová Zeman/Zemanová Kolář/Kolářová Šťastný/Šťastná"
        ),
        titles=("Ing.", "Mgr.", "MUDr."),
    ),
    "hungarian": Culture(
        _given(
            "Mária Erzsébet Katalin Ilona Éva Anna Zsuzsanna Margit Judit Ágnes Julianna Andrea Ildikó Krisztina Zsófia"
            " Réka Dóra Fruzsina Eszter Csilla",
            "László István József János Zoltán Sándor Gábor Ferenc Attila Péter Tamás Zsolt Tibor András Csaba Imre Lajos"
            " György Balázs Gergő",
        ),
        _family(
            "Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh Farkas Balogh Papp Takács Juhász Lakatos Mészáros"
            " Oláh Simon Rácz Fekete Szilágyi Török Fehér Balázs Gál Kis Szűcs Kocsis Orsós Pintér Fodor Szalai Sipos"
            " Magyar Lukács Őri Gyűrűs"
        ),
        family_first=True,
        titles=("dr.",),
    ),
    "danish": Culture(
        _given(
            "Anne Kirsten Mette Hanne Helle Susanne Lene Maria Marianne Inge Ida Freja Karla Søs Bodil Åse Gudrun Signe"
            " Astrid Maren",
            "Peter Jens Lars Michael Henrik Thomas Søren Jan Christian Martin Niels Jørgen Rasmus Bjørn Åge Anders Mads"
            " Mikkel Frederik Øyvind",
        ),
        _family(
            "Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen"
            " Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Lund Holm Østergaard"
            " Kjær Bjerregaard Søndergaard Ågård Nørgaard Bøgh Skov Vestergaard"
        ),
        middles=0.15,
    ),
    "norwegian": Culture(
        _given(
            "Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Solveig Randi Sigrid Nora Synnøve Åshild Tuva"
            " Ragnhild Tone",
            "Jan Per Bjørn Ole Lars Kjell Knut Arne Svein Thomas Hans Geir Tor Morten Terje Øystein Håkon Sverre Eirik"
            " Åsmund",
        ),
        _family(
            "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen Eriksen"
            " Berg Haugen Hagen Bakken Solberg Strand Moen Lie Dahl Lund Ødegård Bråten Sørlie Sæther Tangen Fjeld Aasen"
        ),
        middles=0.15,
    ),
    "swedish": Culture(
        _given(
            "Anna Eva Maria Karin Kristina Lena Sara Kerstin Emma Ingrid Marie Malin Jenny Åsa Annika Elin Frida Märta"
            " Ebba Linnéa",
            "Lars Mikael Anders Johan Per Erik Nils Karl Jan Fredrik Björn Göran Håkan Jörgen Åke Gustav Sven Östen"
            " Måns Axel",
        ),
        _family(
            "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson"
            " Lindberg Lindström Lindqvist Bergström Sandberg Sjöberg Wallin Engström Åkesson Öberg Nyström Hedlund"
            " Björklund Söderberg Forsberg Åström Ekström Strömberg"
        ),
        middles=0.15,
    ),
    "finnish": Culture(
        _given(
            "Maria Helena Anneli Johanna Kaarina Marjatta Hannele Liisa Emilia Aino Päivi Tuula Riitta Sanna Kyllikki"
            " Äidi Venla Siiri Eevi Iida",
            "Juhani Johannes Olavi Antero Tapani Kalevi Tapio Matti Mikko Ilmari Jukka Pekka Timo Kari Heikki Väinö Eero"
            " Onni Jyri Yrjö",
        ),
        _family(
            "Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Lehtinen"
            " Saarinen Salminen Heinonen Niemi Heikkilä Kinnunen Salonen Turunen Salo Laitinen Tuominen Rantanen"
            " Jokinen Hyvärinen Äijälä Öhman"
        ),
    ),
    "greek": Culture(
        _given(
            "Μαρία=maria Ελένη=eleni Αικατερίνη=katerina Βασιλική=vasiliki Σοφία=sofia Γεωργία=georgia Άννα=anna"
            " Δήμητρα=dimitra Ευαγγελία=evangelia Κωνσταντίνα=konstantina Ειρήνη=irini Αγγελική=angeliki Χριστίνα=christina",
            "Γεώργιος=georgios Ιωάννης=ioannis Κωνσταντίνος=konstantinos Δημήτριος=dimitrios Νικόλαος=nikolaos"
            " Παναγιώτης=panagiotis Βασίλειος=vasilios Χρήστος=christos Αθανάσιος=athanasios Μιχαήλ=michail"
            " Ευάγγελος=evangelos Σπυρίδων=spyridon Αλέξανδρος=alexandros",
        ),
        _family(
            "Παπαδόπουλος=papadopoulos/Παπαδοπούλου=papadopoulou Παππάς=pappas/Παππά=pappa"
            " Καραγιάννης=karagiannis/Καραγιάννη=karagianni Βλάχος=vlachos/Βλάχου=vlachou"
            " Ιωαννίδης=ioannidis/Ιωαννίδου=ioannidou Οικονόμου=oikonomou Παπαγεωργίου=papageorgiou"
            " Μακρής=makris/Μακρή=makri Κωνσταντινίδης=konstantinidis/Κωνσταντινίδου=konstantinidou"
            " Δημόπουλος=dimopoulos/Δημοπούλου=dimopoulou Γεωργίου=georgiou Αντωνίου=antoniou Σταυρίδης=stavridis"
            " Νικολάου=nikolaou Αθανασίου=athanasiou Χατζής=chatzis/Χατζή=chatzi"
        ),
    ),
    "bulgarian": Culture(
        _given(
            "Мария=maria Иванка=ivanka Елена=elena Йорданка=yordanka Пенка=penka Виктория=viktoria Десислава=desislava"
            " Радка=radka Гергана=gergana Ангелина=angelina Цветелина=tsvetelina Жана=zhana",
            "Георги=georgi Иван=ivan Димитър=dimitar Николай=nikolay Петър=petar Христо=hristo Александър=aleksandar"
            " Йордан=yordan Васил=vasil Стоян=stoyan Красимир=krasimir Пламен=plamen",
        ),
        _family(
            "Иванов=ivanov/Иванова=ivanova Георгиев=georgiev/Георгиева=georgieva Димитров=dimitrov/Димитрова=dimitrova"
            " Петров=petrov/Петрова=petrova Николов=nikolov/Николова=nikolova Христов=hristov/Христова=hristova"
            " Стоянов=stoyanov/Стоянова=stoyanova Тодоров=todorov/Тодорова=todorova Илиев=iliev/Илиева=ilieva"
            " Ангелов=angelov/Ангелова=angelova Колев=kolev/Колева=koleva Желязков=zhelyazkov/Желязкова=zhelyazkova"
        ),
    ),
    "ukrainian": Culture(
        _given(
            "Олена=olena Наталія=nataliia Тетяна=tetiana Ірина=iryna Оксана=oksana Людмила=liudmyla Юлія=yuliia"
            " Катерина=kateryna Марія=mariia Надія=nadiia Соломія=solomiia Ганна=hanna",
            "Олександр=oleksandr Сергій=serhii Володимир=volodymyr Андрій=andrii Микола=mykola Іван=ivan Дмитро=dmytro"
            " Юрій=yurii Василь=vasyl Тарас=taras Богдан=bohdan Євген=yevhen",
        ),
        _family(
            "Мельник=melnyk Шевченко=shevchenko Коваленко=kovalenko Бондаренко=bondarenko Бойко=boiko Ткаченко=tkachenko"
            " Кравченко=kravchenko Ковальчук=kovalchuk Коваль=koval Олійник=oliinyk Шевчук=shevchuk Поліщук=polishchuk"
            " Савченко=savchenko Рудий=rudyi/Руда=ruda Зінчук=zinchuk Їжакевич=yizhakevych"
        ),
    ),
    "turkish": Culture(
        _given(
            "Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Sultan Hanife Merve Büşra Özlem Gülşen Çiğdem İpek Ebru"
            " Yıldız Gönül Dilara",
            "Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim İsmail Osman Yusuf Murat Ömer Emre Burak Çağlar Gökhan Şükrü"
            " Uğur Ümit Barış",
        ),
        _family(
            "Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç"
            " Kurt Özkan Şimşek Polat Korkmaz Çakır Erdoğan Güneş Işık Ünal Bozkurt Taş Güler"
        ),
    ),
    "arabic": Culture(
        _given(
            "فاطمة=fatima عائشة=aisha مريم=mariam نور=nour سارة=sara ليلى=layla هدى=huda أمينة=amina ياسمين=yasmin رنا=rana"
            " سلمى=salma منى=mona دينا=dina زينب=zainab",
            "محمد=mohamed أحمد=ahmed محمود=mahmoud علي=ali حسن=hassan حسين=hussein إبراهيم=ibrahim يوسف=youssef عمر=omar"
            " خالد=khaled مصطفى=mostafa طارق=tarek سامي=sami كريم=karim",
        ),
        _family(
            "المصري=elmasry السيد=elsayed عبد_الرحمن=abdelrahman الشريف=elsherif حسن=hassan إبراهيم=ibrahim منصور=mansour"
            " سليمان=soliman فاروق=farouk النجار=elnaggar حداد=haddad خليل=khalil صالح=saleh عثمان=osman القاسم=alqasim"
            " رشيد=rashid"
        ),
    ),
    "indian": Culture(
        _given(
            "Aishwarya Ananya Anjali Deepika Divya Kavita Lakshmi Meera Neha Pooja Priya Radha Rani Sneha Sunita Swati"
            " Vidya Shreya Ishita Padma",
            "Aarav Aditya Amit Anil Arjun Deepak Ganesh Karthik Krishna Manoj Nikhil Rahul Rajesh Ravi Rohan Sanjay Suresh"
            " Vijay Vikram Vivek",
        ),
        _family(
            "Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Menon Rao Desai Joshi Mehta Shah Verma Mishra Chatterjee"
            " Banerjee Mukherjee Das Bose Pillai Krishnan Subramanian Venkataraman Chaudhary Kapoor Malhotra Agarwal Jain"
        ),
        mononyms=0.03,
        middles=0.1,
        titles=("Dr.", "Shri", "Smt."),
    ),
    "hindi": Culture(
        _given(
            "अंजलि=anjali सुनीता=sunita प्रिया=priya कविता=kavita मीरा=meera पूजा=pooja राधा=radha सीमा=seema",
            "राजेश=rajesh अमित=amit संजय=sanjay विजय=vijay राहुल=rahul सुरेश=suresh मनोज=manoj रवि=ravi",
        ),
        _family("शर्मा=sharma वर्मा=verma गुप्ता=gupta सिंह=singh मिश्रा=mishra यादव=yadav कुमार=kumar जोशी=joshi त्रिपाठी=tripathi"),
    ),
    "chinese": Culture(
        _given(
            "芳=fang 娜=na 敏=min 静=jing 丽=li 秀英=xiuying 玉兰=yulan 雪梅=xuemei 晓燕=xiaoyan 欣怡=xinyi 梓涵=zihan 婷婷=tingting"
            " 美玲=meiling 佳怡=jiayi",
            "伟=wei 强=qiang 磊=lei 军=jun 洋=yang 勇=yong 杰=jie 建国=jianguo 志强=zhiqiang 浩然=haoran 子轩=zixuan 明=ming"
            " 俊杰=junjie 宇航=yuhang",
        ),
        _family(
            "王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 赵=zhao 黄=huang 周=zhou 吴=wu 徐=xu 孙=sun 胡=hu 朱=zhu 高=gao 林=lin"
            " 何=he 郭=guo 马=ma 罗=luo 欧阳=ouyang 司马=sima"
        ),
        family_first=True,
        between="",
    ),
    "japanese": Culture(
        _given(
            "陽子=yoko 恵子=keiko 美咲=misaki さくら=sakura 愛=ai 結衣=yui 直美=naomi 由美子=yumiko 千尋=chihiro 彩=aya 真由美=mayumi"
            " 葵=aoi",
            "翔太=shota 健=ken 大輔=daisuke 誠=makoto 隆=takashi 浩二=koji 直樹=naoki 蓮=ren 和也=kazuya 修=osamu 拓海=takumi"
            " 一郎=ichiro",
        ),
        _family(
            "佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 伊藤=ito 渡辺=watanabe 山本=yamamoto 中村=nakamura 小林=kobayashi"
            " 加藤=kato 吉田=yoshida 山田=yamada 佐々木=sasaki 松本=matsumoto 井上=inoue 木村=kimura 清水=shimizu 斎藤=saito"
        ),
        family_first=True,
    ),
    "korean": Culture(
        _given(
            "서연=seoyeon 지우=jiwoo 민지=minji 수빈=subin 하은=haeun 유진=yujin 은정=eunjeong 미영=miyoung 지혜=jihye 현주=hyunju",
            "민준=minjun 서준=seojun 지훈=jihoon 현우=hyunwoo 성민=sungmin 동현=donghyun 준호=junho 영수=youngsoo 상철=sangchul"
            " 태현=taehyun",
        ),
        _family(
            "김=kim 이=lee 박=park 최=choi 정=jung 강=kang 조=cho 윤=yoon 장=jang 임=lim 한=han 오=oh 서=seo 신=shin 권=kwon 황=hwang"
            " 남궁=namgung"
        ),
        family_first=True,
        between="",
    ),
    "vietnamese": Culture(
        _given(
            "Lan Hương Hoa Mai Linh Thảo Trang Ngọc_Anh Hạnh Thúy Phương Yến Nhung Quỳnh Diệu_Linh",
            "Anh Hùng Dũng Minh Tuấn Nam Sơn Hải Đức Long Quang Thắng Việt Khoa Đạt",
        ),
        _family("Nguyễn Trần Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý"),
        family_first=True,
        middles=0.9,
    ),
    "thai": Culture(
        _given(
            "สมหญิง=somying มาลี=malee สุดา=suda นภา=napa พิมพ์=pim วรรณา=wanna อรทัย=orathai กัญญา=kanya",
            "สมชาย=somchai วิชัย=wichai ประเสริฐ=prasert ธนากร=thanakorn สุรชัย=surachai อนุชา=anucha กิตติ=kitti ชาญ=chan",
        ),
        _family(
            "ใจดี=jaidee แสงทอง=saengthong ศรีสุข=srisuk วงศ์ไทย=wongthai บุญมี=boonmee ทองดี=thongdee รัตนกุล=rattanakul"
            " สุขเจริญ=sukcharoen พงษ์ศิริ=phongsiri"
        ),
    ),
    "indonesian": Culture(
        _given(
            "Siti Dewi Sri Ayu Putri Ratna Wulan Indah Fitri Lestari Nur Kartika Rina Yuni Melati",
            "Budi Agus Joko Eko Bambang Slamet Hendra Dwi Wahyu Rizki Andi Suharto Sutrisno Yusuf Bayu",
        ),
        _family(
            "Santoso Wijaya Setiawan Hidayat Susanto Nugroho Pratama Saputra Wibowo Kusuma Gunawan Siregar Simatupang"
            " Hartono Suryadi"
        ),
        mononyms=0.4,
    ),
    "nigerian": Culture(
        _given(
            "Ngozi Chioma Adaeze Folake Yetunde Amina Ifeoma Funmilayo Blessing Titilayo Zainab Ebele Bukola Nneka",
            "Chinedu Emeka Oluwaseun Tunde Ibrahim Babatunde Ikechukwu Segun Musa Obinna Kelechi Femi Uche Adewale",
        ),
        _family(
            "Okafor Adeyemi Okonkwo Balogun Eze Nwosu Abubakar Ogunleye Chukwu Adebayo Bello Onyeka Afolabi Uzor Danjuma"
            " Olatunji"
        ),
        middles=0.2,
        titles=("Chief", "Dr."),
    ),
    "southern": Culture(
        _given(
            "Thandiwe Nomsa Lerato Zanele Annelize Marié Naledi Elmarie Precious Ayanda Chantelle Riana",
            "Sipho Thabo Johannes Pieter Lwazi Mandla Gideon Themba Jaco Kagiso Hendrik Bongani",
        ),
        _family(
            "Nkosi Dlamini Botha van_der_Merwe Naidoo Pretorius Mokoena Ndlovu du_Plessis Khumalo Venter Mthembu Coetzee"
            " Zulu Govender Fourie"
        ),
        middles=0.2,
    ),
}  # fmt: skip
"""The cultures by a name of their own; `demo_places` says in which country they are met."""
