"""Names of made-up people of other letters, of Asia and of Africa; see `cultures` for the marks in the lists."""

from __future__ import annotations

from app.services.demo.cultures import Culture, family, given

EASTERN: dict[str, Culture] = {
    "greek": Culture(
        given(
            "Μαρία=maria Ελένη=eleni Αικατερίνη=katerina Βασιλική=vasiliki Σοφία=sofia Γεωργία=georgia Άννα=anna"
            " Δήμητρα=dimitra Ευαγγελία=evangelia Κωνσταντίνα=konstantina Ειρήνη=irini Αγγελική=angeliki Χριστίνα=christina",
            "Γεώργιος=georgios Ιωάννης=ioannis Κωνσταντίνος=konstantinos Δημήτριος=dimitrios Νικόλαος=nikolaos"
            " Παναγιώτης=panagiotis Βασίλειος=vasilios Χρήστος=christos Αθανάσιος=athanasios Μιχαήλ=michail"
            " Ευάγγελος=evangelos Σπυρίδων=spyridon Αλέξανδρος=alexandros",
        ),
        family(
            "Παπαδόπουλος=papadopoulos/Παπαδοπούλου=papadopoulou Παππάς=pappas/Παππά=pappa"
            " Καραγιάννης=karagiannis/Καραγιάννη=karagianni Βλάχος=vlachos/Βλάχου=vlachou"
            " Ιωαννίδης=ioannidis/Ιωαννίδου=ioannidou Οικονόμου=oikonomou Παπαγεωργίου=papageorgiou"
            " Μακρής=makris/Μακρή=makri Κωνσταντινίδης=konstantinidis/Κωνσταντινίδου=konstantinidou"
            " Δημόπουλος=dimopoulos/Δημοπούλου=dimopoulou Γεωργίου=georgiou Αντωνίου=antoniou Σταυρίδης=stavridis"
            " Νικολάου=nikolaou Αθανασίου=athanasiou Χατζής=chatzis/Χατζή=chatzi"
        ),
    ),
    "bulgarian": Culture(
        given(
            "Мария=maria Иванка=ivanka Елена=elena Йорданка=yordanka Пенка=penka Виктория=viktoria Десислава=desislava"
            " Радка=radka Гергана=gergana Ангелина=angelina Цветелина=tsvetelina Жана=zhana",
            "Георги=georgi Иван=ivan Димитър=dimitar Николай=nikolay Петър=petar Христо=hristo Александър=aleksandar"
            " Йордан=yordan Васил=vasil Стоян=stoyan Красимир=krasimir Пламен=plamen",
        ),
        family(
            "Иванов=ivanov/Иванова=ivanova Георгиев=georgiev/Георгиева=georgieva Димитров=dimitrov/Димитрова=dimitrova"
            " Петров=petrov/Петрова=petrova Николов=nikolov/Николова=nikolova Христов=hristov/Христова=hristova"
            " Стоянов=stoyanov/Стоянова=stoyanova Тодоров=todorov/Тодорова=todorova Илиев=iliev/Илиева=ilieva"
            " Ангелов=angelov/Ангелова=angelova Колев=kolev/Колева=koleva Желязков=zhelyazkov/Желязкова=zhelyazkova"
        ),
    ),
    "ukrainian": Culture(
        given(
            "Олена=olena Наталія=nataliia Тетяна=tetiana Ірина=iryna Оксана=oksana Людмила=liudmyla Юлія=yuliia"
            " Катерина=kateryna Марія=mariia Надія=nadiia Соломія=solomiia Ганна=hanna",
            "Олександр=oleksandr Сергій=serhii Володимир=volodymyr Андрій=andrii Микола=mykola Іван=ivan Дмитро=dmytro"
            " Юрій=yurii Василь=vasyl Тарас=taras Богдан=bohdan Євген=yevhen",
        ),
        family(
            "Мельник=melnyk Шевченко=shevchenko Коваленко=kovalenko Бондаренко=bondarenko Бойко=boiko Ткаченко=tkachenko"
            " Кравченко=kravchenko Ковальчук=kovalchuk Коваль=koval Олійник=oliinyk Шевчук=shevchuk Поліщук=polishchuk"
            " Савченко=savchenko Рудий=rudyi/Руда=ruda Зінчук=zinchuk Їжакевич=yizhakevych"
        ),
    ),
    "turkish": Culture(
        given(
            "Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Sultan Hanife Merve Büşra Özlem Gülşen Çiğdem İpek Ebru"
            " Yıldız Gönül Dilara",
            "Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim İsmail Osman Yusuf Murat Ömer Emre Burak Çağlar Gökhan Şükrü"
            " Uğur Ümit Barış",
        ),
        family(
            "Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç"
            " Kurt Özkan Şimşek Polat Korkmaz Çakır Erdoğan Güneş Işık Ünal Bozkurt Taş Güler"
        ),
    ),
    "arabic": Culture(
        given(
            "فاطمة=fatima عائشة=aisha مريم=mariam نور=nour سارة=sara ليلى=layla هدى=huda أمينة=amina ياسمين=yasmin رنا=rana"
            " سلمى=salma منى=mona دينا=dina زينب=zainab",
            "محمد=mohamed أحمد=ahmed محمود=mahmoud علي=ali حسن=hassan حسين=hussein إبراهيم=ibrahim يوسف=youssef عمر=omar"
            " خالد=khaled مصطفى=mostafa طارق=tarek سامي=sami كريم=karim",
        ),
        family(
            "المصري=elmasry السيد=elsayed عبد_الرحمن=abdelrahman الشريف=elsherif حسن=hassan إبراهيم=ibrahim منصور=mansour"
            " سليمان=soliman فاروق=farouk النجار=elnaggar حداد=haddad خليل=khalil صالح=saleh عثمان=osman القاسم=alqasim"
            " رشيد=rashid"
        ),
    ),
    "indian": Culture(
        given(
            "Aishwarya Ananya Anjali Deepika Divya Kavita Lakshmi Meera Neha Pooja Priya Radha Rani Sneha Sunita Swati"
            " Vidya Shreya Ishita Padma",
            "Aarav Aditya Amit Anil Arjun Deepak Ganesh Karthik Krishna Manoj Nikhil Rahul Rajesh Ravi Rohan Sanjay Suresh"
            " Vijay Vikram Vivek",
        ),
        family(
            "Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Menon Rao Desai Joshi Mehta Shah Verma Mishra Chatterjee"
            " Banerjee Mukherjee Das Bose Pillai Krishnan Subramanian Venkataraman Chaudhary Kapoor Malhotra Agarwal Jain"
        ),
        mononyms=0.03,
        middles=0.1,
        titles=("Dr.", "Shri/Smt."),
    ),
    "hindi": Culture(
        given(
            "अंजलि=anjali सुनीता=sunita प्रिया=priya कविता=kavita मीरा=meera पूजा=pooja राधा=radha सीमा=seema",
            "राजेश=rajesh अमित=amit संजय=sanjay विजय=vijay राहुल=rahul सुरेश=suresh मनोज=manoj रवि=ravi",
        ),
        family("शर्मा=sharma वर्मा=verma गुप्ता=gupta सिंह=singh मिश्रा=mishra यादव=yadav कुमार=kumar जोशी=joshi त्रिपाठी=tripathi"),
    ),
    "chinese": Culture(
        given(
            "芳=fang 娜=na 敏=min 静=jing 丽=li 秀英=xiuying 玉兰=yulan 雪梅=xuemei 晓燕=xiaoyan 欣怡=xinyi 梓涵=zihan 婷婷=tingting"
            " 美玲=meiling 佳怡=jiayi",
            "伟=wei 强=qiang 磊=lei 军=jun 洋=yang 勇=yong 杰=jie 建国=jianguo 志强=zhiqiang 浩然=haoran 子轩=zixuan 明=ming"
            " 俊杰=junjie 宇航=yuhang",
        ),
        family(
            "王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 赵=zhao 黄=huang 周=zhou 吴=wu 徐=xu 孙=sun 胡=hu 朱=zhu 高=gao 林=lin"
            " 何=he 郭=guo 马=ma 罗=luo 欧阳=ouyang 司马=sima"
        ),
        family_first=True,
        between="",
    ),
    "japanese": Culture(
        given(
            "陽子=yoko 恵子=keiko 美咲=misaki さくら=sakura 愛=ai 結衣=yui 直美=naomi 由美子=yumiko 千尋=chihiro 彩=aya 真由美=mayumi"
            " 葵=aoi",
            "翔太=shota 健=ken 大輔=daisuke 誠=makoto 隆=takashi 浩二=koji 直樹=naoki 蓮=ren 和也=kazuya 修=osamu 拓海=takumi"
            " 一郎=ichiro",
        ),
        family(
            "佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 伊藤=ito 渡辺=watanabe 山本=yamamoto 中村=nakamura 小林=kobayashi"
            " 加藤=kato 吉田=yoshida 山田=yamada 佐々木=sasaki 松本=matsumoto 井上=inoue 木村=kimura 清水=shimizu 斎藤=saito"
        ),
        family_first=True,
    ),
    "korean": Culture(
        given(
            "서연=seoyeon 지우=jiwoo 민지=minji 수빈=subin 하은=haeun 유진=yujin 은정=eunjeong 미영=miyoung 지혜=jihye 현주=hyunju",
            "민준=minjun 서준=seojun 지훈=jihoon 현우=hyunwoo 성민=sungmin 동현=donghyun 준호=junho 영수=youngsoo 상철=sangchul"
            " 태현=taehyun",
        ),
        family(
            "김=kim 이=lee 박=park 최=choi 정=jung 강=kang 조=cho 윤=yoon 장=jang 임=lim 한=han 오=oh 서=seo 신=shin 권=kwon 황=hwang"
            " 남궁=namgung"
        ),
        family_first=True,
        between="",
    ),
    "vietnamese": Culture(
        given(
            "Lan Hương Hoa Mai Linh Thảo Trang Ngọc_Anh Hạnh Thúy Phương Yến Nhung Quỳnh Diệu_Linh",
            "Anh Hùng Dũng Minh Tuấn Nam Sơn Hải Đức Long Quang Thắng Việt Khoa Đạt",
        ),
        family("Nguyễn Trần Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý"),
        family_first=True,
        middles=0.9,
        middle=given("Thị Ngọc Thu", "Văn Hữu Đình"),
    ),
    "thai": Culture(
        given(
            "สมหญิง=somying มาลี=malee สุดา=suda นภา=napa พิมพ์=pim วรรณา=wanna อรทัย=orathai กัญญา=kanya",
            "สมชาย=somchai วิชัย=wichai ประเสริฐ=prasert ธนากร=thanakorn สุรชัย=surachai อนุชา=anucha กิตติ=kitti ชาญ=chan",
        ),
        family(
            "ใจดี=jaidee แสงทอง=saengthong ศรีสุข=srisuk วงศ์ไทย=wongthai บุญมี=boonmee ทองดี=thongdee รัตนกุล=rattanakul"
            " สุขเจริญ=sukcharoen พงษ์ศิริ=phongsiri"
        ),
    ),
    "indonesian": Culture(
        given(
            "Siti Dewi Sri Ayu Putri Ratna Wulan Indah Fitri Lestari Nur Kartika Rina Yuni Melati",
            "Budi Agus Joko Eko Bambang Slamet Hendra Dwi Wahyu Rizki Andi Suharto Sutrisno Yusuf Bayu",
        ),
        family(
            "Santoso Wijaya Setiawan Hidayat Susanto Nugroho Pratama Saputra Wibowo Kusuma Gunawan Siregar Simatupang"
            " Hartono Suryadi"
        ),
        mononyms=0.4,
    ),
    "nigerian": Culture(
        given(
            "Ngozi Chioma Adaeze Folake Yetunde Amina Ifeoma Funmilayo Blessing Titilayo Zainab Ebele Bukola Nneka",
            "Chinedu Emeka Oluwaseun Tunde Ibrahim Babatunde Ikechukwu Segun Musa Obinna Kelechi Femi Uche Adewale",
        ),
        family(
            "Okafor Adeyemi Okonkwo Balogun Eze Nwosu Abubakar Ogunleye Chukwu Adebayo Bello Onyeka Afolabi Uzor Danjuma"
            " Olatunji"
        ),
        middles=0.2,
        titles=("Chief", "Dr."),
    ),
    "southern": Culture(
        given(
            "Thandiwe Nomsa Lerato Zanele Annelize Marié Naledi Elmarie Precious Ayanda Chantelle Riana",
            "Sipho Thabo Johannes Pieter Lwazi Mandla Gideon Themba Jaco Kagiso Hendrik Bongani",
        ),
        family(
            "Nkosi Dlamini Botha van_der_Merwe Naidoo Pretorius Mokoena Ndlovu du_Plessis Khumalo Venter Mthembu Coetzee"
            " Zulu Govender Fourie"
        ),
        middles=0.2,
    ),
}  # fmt: skip
"""Cultures of other letters, of Asia and of Africa, by a name of their own."""
