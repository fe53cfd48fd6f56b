"""Names of made-up people of Europe and the Americas; see `cultures` for the marks in the lists."""

from __future__ import annotations

from app.services.demo.cultures import Culture, family, given

_SPANISH_GIVEN = given(
    "María Carmen Ana Isabel Laura Cristina Lucía Marta Elena Pilar Rosa Sofía Valentina Camila Paula Raquel Beatriz"
    " Inés Mónica Silvia Teresa Natalia Alicia Irene Rocío Verónica Daniela Gabriela Ximena Jimena",
    "José Antonio Juan Manuel Francisco Luis Javier Carlos Miguel Ángel Pedro Alejandro Diego Fernando Sergio Pablo"
    " Jorge Alberto Álvaro Raúl Andrés Ramón Joaquín Mateo Santiago Emilio Óscar Íñigo Martín Tomás",
)
_SPANISH_FAMILY = family(
    "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno"
    " Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina"
    " Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Lozano Guerrero"
    " Cano Prieto Méndez Cruz Peña Herrera Fuentes Cabrera Vega Campos de_la_Fuente del_Río de_la_Torre Ibáñez"
)

WESTERN: dict[str, Culture] = {
    "english": Culture(
        given(
            "Mary Patricia Jennifer Linda Elizabeth Susan Jessica Sarah Karen Emma Olivia Charlotte Amelia Sophie Grace"
            " Hannah Rachel Rebecca Victoria Lucy Margaret Alice Eleanor Florence Harriet Imogen Zoë Chloë Abigail"
            " Madison Harper Evelyn Audrey Claire Josephine Ruth Esther Naomi Beatrice Phoebe",
            "James John Robert Michael William David Richard Joseph Thomas Charles Daniel Matthew Andrew Edward George"
            " Henry Oliver Jack Harry Samuel Benjamin Alexander Lucas Ethan Nathan Stephen Peter Philip Simon Martin"
            " Arthur Frederick Theodore Walter Hugh Duncan Graham Nigel Colin Trevor",
        ),
        family(
            "Smith Johnson Williams Brown Jones Taylor Davies Evans Wilson Thomas Roberts Walker Wright Robinson"
            " Thompson White Hughes Edwards Green Hall Wood Harris Clarke Jackson Turner Cooper Hill Ward Morris Moore"
            " Baker King Carter Mitchell Phillips Campbell Parker Collins Stewart Murphy Bailey Cox Richardson Howard"
            " Bennett Gray Hughes-Jones MacDonald McKenzie O'Brien O'Connor Fitzgerald Sinclair Ashworth Blackwood"
            " Whitfield Pemberton Hawthorne Lockwood Radcliffe Thornton Winslow Fairbanks Osborne Kensington St._John"
        ),
        middles=0.35,
        titles=("Dr", "Prof.", "Rev.", "Sir/Dame"),
        suffixes=(" Jr.", " Sr.", " III", ", PhD", ", MD", ", OBE"),
        nicknames={
            "Elizabeth": "Liz",
            "Margaret": "Peggy",
            "Patricia": "Pat",
            "Rebecca": "Becky",
            "William": "Bill",
            "Robert": "Bob",
            "Richard": "Dick",
            "Edward": "Ted",
            "James": "Jim",
            "Theodore": "Teddy",
        },
    ),
    "german": Culture(
        given(
            "Anna Julia Katharina Sabine Monika Ursula Petra Claudia Susanne Birgit Heike Andrea Stefanie Christine"
            " Lena Hannah Lea Marie Johanna Franziska Ingrid Renate Gisela Käthe Bärbel Frauke Greta Mathilda"
            " Annelie",
            "Thomas Michael Andreas Stefan Christian Martin Matthias Jürgen Klaus Günter Wolfgang Uwe Jörg Bernd Frank"
            " Markus Tobias Sebastian Florian Lukas Jonas Felix Maximilian Paul Björn Sören Götz Heinrich Karl-Heinz"
            " Hans-Peter",
        ),
        family(
            "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein"
            " Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Weiß Groß Strauß Preuß Voß"
            " Krause Lehmann Köhler Maier König Huber Kaiser Fuchs Vogel Jung Günther Böhm Jäger Roth Möller Lüders"
            " Schönfeld Großmann Kießling Heß von_Arnim von_der_Heide Müller-Lüdenscheid Meyer-Landrut Übelacker"
        ),
        middles=0.12,
        titles=("Dr.", "Prof. Dr.", "Dipl.-Ing."),
    ),
    "french": Culture(
        given(
            "Marie Nathalie Isabelle Sylvie Catherine Françoise Hélène Céline Aurélie Émilie Chloé Camille Léa Manon"
            " Inès Zoé Louise Jeanne Margaux Anaïs Noémie Geneviève Marie-Claire Anne-Sophie Élodie",
            "Jean Pierre Michel Philippe Alain Nicolas Christophe Laurent Julien François Éric Frédéric Sébastien"
            " Jérôme Rémi Théo Hugo Lucas Gaël Loïc Benoît Étienne Jean-Luc Jean-Baptiste Maël",
        ),
        family(
            "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia"
            " Roux Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Mercier Boyer Blanc"
            " Guérin Chevalier François Gauthier Barbier Renard Brunet Lecœur Bélanger Tremblay Gagné Côté Bouchard"
            " Lévesque Pelletier de_Villiers d'Aubigné Le_Goff Saint-Pierre L'Écuyer"
        ),
        middles=0.1,
        titles=("Dr", "Me"),
    ),
    "dutch": Culture(
        given(
            "Anna Maria Johanna Emma Sanne Lotte Femke Fleur Anouk Marieke Ingrid Saskia Wilma Annemiek Maaike Noor"
            " Tess Roos Eva Iris",
            "Jan Pieter Willem Hendrik Kees Bas Daan Sem Lars Bram Thijs Ruben Sjoerd Joost Maarten Gijs Wouter Jeroen"
            " Teun Koen",
        ),
        family(
            "de_Jong Jansen de_Vries van_den_Berg van_Dijk Bakker Janssen Visser Smit Meijer de_Boer Mulder de_Groot Bos"
            " Vos Peters Hendriks van_Leeuwen Dekker Brouwer de_Wit Dijkstra Smits de_Graaf van_der_Meer van_der_Linden"
            " Kok Jacobs de_Haan Vermeulen van_den_Heuvel van_'t_Hof Hoekstra IJsbrandy Huisman"
        ),
        middles=0.1,
        titles=("dr.", "ir.", "mr."),
    ),
    "spanish": Culture(_SPANISH_GIVEN, _SPANISH_FAMILY, middles=0.3, double=True, titles=("Dr./Dra.", "Ing.")),
    "hispanic": Culture(_SPANISH_GIVEN, _SPANISH_FAMILY, middles=0.1),
    "portuguese": Culture(
        given(
            "Maria Ana Beatriz Mariana Inês Leonor Matilde Carolina Joana Sofia Catarina Cláudia Luísa Helena Conceição"
            " Fátima Juliana Fernanda Patrícia Letícia Larissa Bruna Vitória Antônia Júlia",
            "João José António Manuel Francisco Pedro Paulo Luís Carlos Tiago Rui Miguel Nuno Gonçalo Duarte Rafael"
            " Gustavo Felipe Thiago Vinícius Caio Otávio César Sebastião Fábio",
        ),
        family(
            "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Jesus Sousa Fernandes Gonçalves Gomes Lopes"
            " Marques Alves Almeida Ribeiro Pinto Carvalho Teixeira Moreira Correia Mendes Nunes Soares Vieira Monteiro"
            " Cardoso Rocha Neves Coelho Cruz Cunha Pires Ramos Araújo Barbosa Magalhães Simões Conceição Brandão"
            " da_Silva dos_Santos de_Sá Falcão"
        ),
        middles=0.3,
        double=True,
        suffixes=(" Filho", " Neto", " Júnior"),
    ),
    "italian": Culture(
        given(
            "Maria Anna Giulia Francesca Chiara Sara Martina Alessia Elena Paola Laura Silvia Valentina Federica Elisa"
            " Giorgia Aurora Beatrice Ginevra Caterina Lucia Rosa Teresa Niccolina Noemi",
            "Giuseppe Antonio Giovanni Mario Luigi Francesco Marco Andrea Alessandro Matteo Lorenzo Davide Simone Luca"
            " Stefano Paolo Roberto Riccardo Federico Niccolò Gabriele Tommaso Pietro Salvatore Vincenzo",
        ),
        family(
            "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini"
            " Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli"
            " Martini Leone Longo Gentile Martinelli Vitale D'Angelo Dell'Acqua Di_Pietro Lo_Presti Cattabò Fumarola"
        ),
        titles=("Dott./Dott.ssa", "Ing.", "Avv."),
    ),
    "polish": Culture(
        given(
            "Anna Maria Katarzyna Małgorzata Agnieszka Krystyna Barbara Ewa Elżbieta Zofia Joanna Magdalena Aleksandra"
            " Paulina Żaneta Łucja Świętosława Grażyna Wioletta Jadwiga",
            "Jan Andrzej Piotr Krzysztof Stanisław Tomasz Paweł Józef Marcin Marek Michał Grzegorz Jerzy Łukasz Zbigniew"
            " Wojciech Mateusz Bogusław Mieczysław Przemysław",
        ),
        family(
            "Nowak Kowalski/Kowalska Wiśniewski/Wiśniewska Wójcik Kowalczyk Kamiński/Kamińska Lewandowski/Lewandowska"
            " Zieliński/Zielińska Szymański/Szymańska Woźniak Dąbrowski/Dąbrowska Kozłowski/Kozłowska Jankowski/Jankowska"
            " Mazur Kwiatkowski/Kwiatkowska Krawczyk Piotrowski/Piotrowska Grabowski/Grabowska Zając Pawłowski/Pawłowska"
            " Król Wieczorek Jabłoński/Jabłońska Wróbel Majewski/Majewska Olszewski/Olszewska Stępień Jaworski/Jaworska"
            " Malinowski/Malinowska Górski/Górska Pawlak Witkowski/Witkowska Głowacki/Głowacka Źrebiec Łąkowski/Łąkowska"
        ),
        titles=("dr", "mgr", "inż."),
    ),
    "czech": Culture(
        given(
            "Jana Marie Eva Hana Anna Věra Lenka Kateřina Lucie Alena Petra Veronika Zdeňka Tereza Barbora Šárka Eliška"
            " Markéta Adéla Růžena",
            "Jiří Jan Petr Josef Pavel Martin Tomáš Jaroslav Miroslav Zdeněk Václav Michal František Jakub Ondřej Lukáš"
            " Vojtěch Štěpán Řehoř Matěj",
        ),
        family(
            "Novák/Nováková Svoboda/Svobodová Novotný/Novotná Dvořák/Dvořáková Černý/Černá Procházka/Procházková"
            " Kučera/Kučerová Veselý/Veselá Krejčí Horák/Horáková Němec/Němcová Pokorný/Pokorná Marek/Marková"
            " Pospíšil/Pospíšilová Hájek/Hájková Jelínek/Jelínková Král/Králová Růžička/Růžičková Beneš/Benešová"
            " Fiala/Fialová Sedláček/Sedláčková Doležal/Doležalová Zeman/Zemanová Kolář/Kolářová Šťastný/Šťastná"
        ),
        titles=("Ing.", "Mgr.", "MUDr."),
    ),
    "hungarian": Culture(
        given(
            "Mária Erzsébet Katalin Ilona Éva Anna Zsuzsanna Margit Judit Ágnes Julianna Andrea Ildikó Krisztina Zsófia"
            " Réka Dóra Fruzsina Eszter Csilla",
            "László István József János Zoltán Sándor Gábor Ferenc Attila Péter Tamás Zsolt Tibor András Csaba Imre Lajos"
            " György Balázs Gergő",
        ),
        family(
            "Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh Farkas Balogh Papp Takács Juhász Lakatos Mészáros"
            " Oláh Simon Rácz Fekete Szilágyi Török Fehér Balázs Gál Kis Szűcs Kocsis Orsós Pintér Fodor Szalai Sipos"
            " Magyar Lukács Őri Gyűrűs"
        ),
        family_first=True,
        titles=("dr.",),
    ),
    "danish": Culture(
        given(
            "Anne Kirsten Mette Hanne Helle Susanne Lene Maria Marianne Inge Ida Freja Karla Søs Bodil Åse Gudrun Signe"
            " Astrid Maren",
            "Peter Jens Lars Michael Henrik Thomas Søren Jan Christian Martin Niels Jørgen Rasmus Bjørn Åge Anders Mads"
            " Mikkel Frederik Øyvind",
        ),
        family(
            "Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen"
            " Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Lund Holm Østergaard"
            " Kjær Bjerregaard Søndergaard Ågård Nørgaard Bøgh Skov Vestergaard"
        ),
        middles=0.15,
    ),
    "norwegian": Culture(
        given(
            "Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Solveig Randi Sigrid Nora Synnøve Åshild Tuva"
            " Ragnhild Tone",
            "Jan Per Bjørn Ole Lars Kjell Knut Arne Svein Thomas Hans Geir Tor Morten Terje Øystein Håkon Sverre Eirik"
            " Åsmund",
        ),
        family(
            "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen Eriksen"
            " Berg Haugen Hagen Bakken Solberg Strand Moen Lie Dahl Lund Ødegård Bråten Sørlie Sæther Tangen Fjeld Aasen"
        ),
        middles=0.15,
    ),
    "swedish": Culture(
        given(
            "Anna Eva Maria Karin Kristina Lena Sara Kerstin Emma Ingrid Marie Malin Jenny Åsa Annika Elin Frida Märta"
            " Ebba Linnéa",
            "Lars Mikael Anders Johan Per Erik Nils Karl Jan Fredrik Björn Göran Håkan Jörgen Åke Gustav Sven Östen"
            " Måns Axel",
        ),
        family(
            "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson"
            " Lindberg Lindström Lindqvist Bergström Sandberg Sjöberg Wallin Engström Åkesson Öberg Nyström Hedlund"
            " Björklund Söderberg Forsberg Åström Ekström Strömberg"
        ),
        middles=0.15,
    ),
    "finnish": Culture(
        given(
            "Maria Helena Anneli Johanna Kaarina Marjatta Hannele Liisa Emilia Aino Päivi Tuula Riitta Sanna Kyllikki"
            " Venla Siiri Eevi Iida",
            "Juhani Johannes Olavi Antero Tapani Kalevi Tapio Matti Mikko Ilmari Jukka Pekka Timo Kari Heikki Väinö Eero"
            " Onni Jyri Yrjö",
        ),
        family(
            "Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Lehtinen"
            " Saarinen Salminen Heinonen Niemi Heikkilä Kinnunen Salonen Turunen Salo Laitinen Tuominen Rantanen"
            " Jokinen Hyvärinen Äijälä Öhman"
        ),
    ),
}  # fmt: skip
"""Cultures that write Latin letters and live in Europe or the Americas, by a name of their own."""
