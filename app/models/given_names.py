"""Frequent given names by language, in small letters without accents.

They tell a second given name from a first surname ("José Luis García"), a name written family first from one that is
not, and a lone given name from a lone surname. A name that is missing here is read by its place.
"""

from app.models.family_names import word_set

_ENGLISH = """
james john robert michael william david richard charles joseph thomas christopher daniel paul mark donald george
kenneth steven edward brian ronald anthony kevin jason matthew gary timothy jose larry jeffrey frank scott eric stephen
andrew raymond gregory joshua jerry dennis walter patrick peter harold douglas henry carl arthur ryan roger joe juan
jack albert jonathan justin terry gerald keith samuel willie ralph lawrence nicholas roy benjamin bruce brandon adam
harry fred wayne billy steve louis jeremy aaron randy howard eugene carlos russell bobby victor martin ernest phillip
todd jesse craig alan shawn clarence sean philip chris johnny earl jimmy antonio danny bryan tony luis mike stanley
leonard nathan dale manuel rodney curtis norman allen marvin vincent glenn jeffery travis jeff chad jacob lee melvin
alfred kyle francis bradley jesus herbert frederick ray joel edwin don eddie ricky troy randall barry alexander bernard
mario leroy francisco marcus micheal theodore clifford miguel oscar jay jim tom calvin alex jon ronnie bill lloyd tommy
leon derek warren darrell jerome floyd leo alvin tim wesley gordon dean greg jorge dustin pedro derrick dan lewis
zachary corey herman maurice vernon roberto clyde glen hector shane ricardo sam rick lester brent ramon charlie tyler
gilbert gene marc reginald ruben brett angel nathaniel rafael leslie edgar milton raul ben chester cecil duane franklin
andre elmer brad gabriel ron mitchell roland arnold harvey jared adrian karl cory claude erik darryl jamie neil jessie
christian javier fernando clinton ted mathew tyrone darren lonnie lance cody julio kelly kurt allan nelson guy clayton
hugh max dwayne dwight armando felix jimmie everett jordan ian wallace ken bob jaime casey alfredo alberto dave ivan
johnnie sidney byron julian isaac morris clifton willard daryl ross virgil andy marshall salvador perry kirk sergio
marion tracy seth kent terrance rene eduardo terrence enrique freddie wade austin stuart fredrick arturo alejandro
jackie joey nick luther wendell jeremiah evan julius dana donnie otis shannon trevor oliver luke homer gerard doug
kenny hubert angelo shaun lyle matt lynn alfonso orlando rex carlton ernesto cameron neal pablo lorenzo omar wilbur
blake grant horace roderick kerry abraham willis rickey jean ira andres cesar johnathan malcolm rudolph damon kelvin
rudy preston alton archie marco wm pete randolph garry geoffrey jonathon felipe bennie gerardo ed dominic robin loren
delbert colin guillermo earnest lucas benny noel spencer rodolfo myron edmund garrett salvatore cedric lowell gregg
sherman wilson devin sylvester kim roosevelt israel jermaine forrest wilbert leland simon guadalupe clark irving
carroll bryant owen rufus woodrow sammy kristopher mack levi marcos gustavo jake lionel marty taylor ellis dallas
gilberto clint nicolas laurence ismael orville drew jody ervin dewey wilfred josh hugo ignacio caleb tomas sheldon
erick frankie stewart doyle darrel rogelio terence santiago alonzo elias bert elbert ramiro conrad pat noah grady phil
cornelius lamar rolando clay percy dexter bradford merle darin amos terrell moses irvin saul roman darnell randal
tommie timmy darrin winston brendan toby van abel dominick boyd courtney jan emilio elijah cary domingo santos aubrey
emmett marlon emanuel jerald edmond emil dewayne will otto teddy reynaldo bret jess trent humberto emmanuel stephan
louie vicente lamont stacy garland miles micah efrain heath rodger harley logan ethan eldon rocky pierre junior freddy
eli bryce antoine robbie kendall royce sterling mickey chase grover elton cleveland dylan chuck damian reuben stan
august leonardo jasper russel erwin benito hans monte blaine ernie curt quentin agustin murray jamal adolfo harrison
tyson burton brady elliott wilfredo bart jarrod vance denis damien joaquin harlan desmond elliot darwin ashley gregorio
buddy xavier kermit roscoe esteban anton solomon scotty norbert elvin williams nolan rod quinton hal brain rob elwood
kendrick darius moises fidel thaddeus cliff marcel jackson raphael brendon arlen alvaro donny vaughn delmer trey dwain
ezra liam mason aiden landon hunter connor carter gavin wyatt colton brayden tristan carson hudson jaxon zane nigel
graham alistair alasdair duncan angus callum ewan rhys gareth owain declan cormac niall eoin padraig seamus kieran
ronan conor finn rory tariq rupert clive basil cyril giles hamish crispin tobias rowan mary patricia linda barbara
elizabeth jennifer maria susan margaret dorothy lisa nancy karen betty helen sandra donna carol ruth sharon michelle
laura sarah kimberly deborah jessica shirley cynthia angela melissa brenda amy anna rebecca virginia kathleen pamela
martha debra amanda stephanie carolyn christine marie janet catherine frances ann joyce diane alice julie heather
teresa doris gloria evelyn cheryl mildred katherine joan judith rose janice nicole judy christina kathy theresa beverly
denise tammy irene jane lori rachel marilyn andrea kathryn louise sara anne jacqueline wanda bonnie julia ruby lois
tina phyllis norma paula diana annie lillian emily peggy crystal gladys rita dawn connie florence edna tiffany carmen
rosa cindy grace wendy victoria edith sherry sylvia josephine thelma sheila ethel ellen elaine marjorie carrie
charlotte monica esther pauline emma juanita anita rhonda hazel amber eva debbie april clara lucille joanne eleanor
valerie danielle megan alicia suzanne michele gail bertha darlene veronica jill erin geraldine lauren cathy joann
lorraine sally regina erica beatrice dolores bernice audrey yvonne annette june samantha ana renee ida vivian roberta
holly brittany melanie loretta yolanda jeanette laurie katie kristen vanessa alma sue elsie beth jeanne vicki carla
tara rosemary eileen terri gertrude lucy tonya ella stacey wilma gina kristin natalie agnes vera charlene bessie
delores melinda pearl arlene maureen colleen allison tamara joy georgia constance lillie claudia marcia tanya nellie
minnie marlene heidi glenda lydia viola marian stella caroline dora jo vickie mattie maxine irma mabel marsha myrtle
lena christy deanna patsy hilda gwendolyn jennie nora margie nina cassandra leah penny kay priscilla naomi carole
brandy olga billie dianne tracey leona jenny felicia sonia miriam velma becky bobbie violet kristina toni misty mae
shelly daisy ramona sherri erika katrina claire lindsey lindsay geneva belinda margarita sheryl cora faye ada natasha
sabrina isabel marguerite hattie harriet molly cecilia kristi brandi blanche sandy rosie joanna iris eunice angie inez
lynda madeline amelia alberta genevieve monique jodi janie maggie kayla sonya kristine candace fannie maryann opal
alison yvette melody luz susie olivia flora shelley kristy mamie lula lola verna beulah antoinette candice juana
jeannette pam kelli hannah whitney bridget karla celia latoya patty shelia gayle della vicky lynne sheri marianne kara
jacquelyn erma blanca myra leticia krista roxanne angelica robyn adrienne rosalie alexandra brooke bethany sadie
bernadette traci kendra jasmine nichole rachael chelsea mable ernestine muriel marcella elena krystal angelina nadine
kari estelle dianna paulette lora mona doreen rosemarie desiree antonia hope ginger janis betsy christie freda mercedes
meredith lynette teri cristina eula leigh meghan sophia eloise rochelle gretchen cecelia raquel henrietta alyssa jana
kelley gwen jenna tricia laverne olive alexis tasha silvia elvira delia sophie kate patti lorena kellie sonja lila lana
darla may mindy essie mandy lorene elsa josefina jeannie miranda dixie lucia marta faith lela johanna shari camille
tami shawna elisa ebony melba ora nettie tabitha ollie winifred kristie marina alisha aimee rena myrna marla tammie
latasha bonita patrice ronda sherrie addie francine deloris stacie adriana cheri shelby abigail celeste jewel cara
adele rebekah lucinda dorthy effie trina reba sallie aurora lenora etta lottie kerri trisha nikki estella francisca
josie tracie marissa karin brittney janelle lourdes laurel helene fern elva corinne kelsey ina bettie elisabeth aida
caitlin ingrid iva eugenia christa goldie cassie maude jenifer therese dena lorna janette latonya candy morgan consuelo
tamika rosetta debora cherie polly dina jewell fay jillian dorothea nell trudy esperanza patrica kimberley shanna
helena carolina cleo stefanie rosario ola janine mollie lupe alisa lou maribel susanne bette susana elise cecile
isabelle lesley jocelyn paige joni rachelle leola daphne alta ester petra graciela imogene jolene keisha lacey glenna
gabriela keri ursula lizzie kirsten shana adeline mayra jayne jaclyn gracie sondra carmela marisa rosalind charity
tonia beatriz marisol clarice jeanine sheena angeline frieda lily shauna millie claudette cathleen angelia gabrielle
autumn katharine summer jodie staci lea christi justine elma luella margret dominique socorro martina margo mavis
callie bobbi maritza lucile leanne jeannine deana aileen lorie ladonna willa manuela gale selma dolly sybil abby lara
ivy dee winnie marcy luisa jeri magdalena ofelia meagan audra matilda leila cornelia bianca simone bettye randi virgie
latisha barbra georgina eliza leann bridgette rhoda haley adela nola bernadine flossie ila greta ruthie nelda minerva
lilly terrie letha hilary estela valarie brianna rosalyn earline catalina ava mia clarissa lidia corrine alexandria
concepcion tia sharron rae dona ericka jami elnora chandra lenore neva marylou melisa tabatha serena avis allie sofia
jeanie odessa nannie harriett loraine penelope milagros emilia benita allyson ashlee tania esmeralda karina eve pearlie
zelma malinda noreen tameka saundra hillary amie althea rosalinda lilia alana gay clare alejandra elinor lorrie jerri
darcy earnestine carmella noemi marcie liza annabelle louisa earlene mallory carlene nita selena tanisha katy julianne
lakisha edwina maricela margery kenya dollie roxie roslyn kathrine nanette charmaine lavonne ilene kris tammi suzette
corine kaye chrystal lina deanne lilian juliana aline luann kasey maryanne evangeline colette melva lawanda yesenia
nadia madge kathie ophelia valeria nona mitzi mari georgette claudine fran alissa roseann lakeisha susanna reva deidre
chasity sheree carly elvia alyce deirdre gena briana araceli katelyn rosanne wendi tessa berta marva imelda marietta
marci leonor arline sasha madelyn janna juliette deena aurelia josefa augusta liliana lessie amalia savannah anastasia
vilma natalia rosella lynnette corina alfreda leanna carey amparo coleen tamra aisha wilda karyn cherry maura mai
evangelina rosanna hallie erna enid mariana lacy juliet jacklyn freida madeleine mara hester cathryn lelia casandra
bridgett angelita jannie dionne annmarie katina beryl phoebe millicent katheryn diann carissa maryellen liz lauri helga
gilda rhea marquita hollie tisha tamera angelique francesca britney kaitlin lolita florine rowena reyna twila fanny
janell ines concetta bertie alba brigitte alyson vonda pansy elba noelle letitia kitty deann brandie louella leta
felecia sharlene lesa beverley isabella herminia terra celina zoe chloe imogen poppy freya niamh siobhan aoife sinead
ciara fiona moira morag isla elspeth catriona gwyneth bronwen nia gemma philippa nigella beatrix georgie tamsin
hermione
"""

_IBERIAN = """
jose juan luis carlos manuel francisco antonio miguel angel pedro jesus javier fernando rafael alejandro sergio jorge
alberto pablo ramon enrique andres diego vicente ignacio raul roberto ricardo eduardo jaime joaquin santiago alfonso
salvador emilio julio mariano tomas agustin felipe guillermo gabriel mario oscar ruben victor hugo alvaro adrian ivan
marcos marco martin hector arturo cesar daniel david domingo ernesto esteban fabian federico felix gerardo german
gonzalo gregorio gustavo horacio ismael isidro israel leandro leonardo leonel leopoldo lorenzo lucas lucio marcelo
mateo matias mauricio maximiliano maximo nestor nicolas octavio omar orlando oswaldo osvaldo patricio rene reinaldo
reynaldo rigoberto rodolfo rodrigo rogelio rolando samuel saul sebastian simon teodoro ulises valentin victoriano
wilfredo wilson xavier abel abelardo adolfo alan aldo alexis alfredo amadeo anibal armando arnaldo aurelio baltasar
bartolome benito benjamin bernardo bruno camilo celestino claudio clemente cristian christian cristobal damian dario
edgar edmundo efrain eladio elias eliseo emiliano epifanio eusebio evaristo ezequiel facundo fausto faustino fermin
fidel florencio franco franklin froilan gaspar genaro gilberto heriberto hernan hilario humberto iker inigo inaki
jacinto jacobo jairo javi jeronimo jimmy joan jonathan jordi josep josu joseba jon julian justo lautaro lazaro lisandro
luciano macario marcial marcelino mikel modesto moises narciso nelson nemesio norberto olegario oriol pascual pau pere
primitivo prudencio quim remigio ricard roman roque rosendo rufino santos segundo severino silverio silvio silvestre
sixto telmo tadeo ubaldo unai urbano venancio virgilio vladimir wilmer yago zacarias andoni gorka aitor asier eneko
ibai koldo patxi txema xabier arnau marti ferran albert carles enric francesc miquel antoni bernat lluis maria ana
carmen isabel dolores pilar josefa teresa francisca rosa cristina laura elena marta lucia sara paula raquel manuela
mercedes rosario juana beatriz encarnacion concepcion montserrat julia silvia irene patricia alba rocio andrea monica
angela sonia alicia sandra susana margarita marina yolanda natalia victoria eva claudia inmaculada esther noelia
veronica angeles ainhoa angelica antonia consuelo catalina carolina lorena magdalena milagros nieves amparo begona
blanca celia cecilia clara diana daniela eugenia emilia elvira esperanza estela estefania fatima gabriela gloria
graciela guadalupe gladys herminia ines irma isabela jacinta jessica jimena josefina juliana karen karina karla leonor
leticia lidia ligia liliana lola lourdes luisa luz macarena maite marcela mariana maribel marisa marisol maritza
martina matilde maura micaela miriam mireia miren mirta nancy nerea nora norma nuria ofelia olga olivia paloma pamela
paola paz petra piedad pia priscila purificacion ramona rebeca regina remedios renata rita romina rosalia rosana
rosaura roxana sabrina salome selena socorro sofia soledad soraya tamara tatiana valentina valeria vanesa vanessa vilma
virginia viviana ximena yadira yamila yesenia yasmin zoila zulema florencia constanza javiera fernanda alejandra
adriana agustina aida alma almudena amalia amelia anabel arancha araceli asuncion aurora azucena barbara belen berta
bernarda camila candela carla caridad carlota casilda cayetana dominga edith elsa erica erika ernestina flor genoveva
georgina gema hilda hortensia iciar idoia itziar leire lorea uxue amaia ane arantxa edurne garazi laia meritxell montse
neus remei roser aina merce joao paulo luiz raimundo manoel mateus andre fabio guilherme tiago thiago anderson marcio
sebastiao alexandre edson vitor matheus joaquim henrique nuno rui vasco duarte afonso goncalo simao tome filipe flavio
renato rogerio otavio caio murilo vinicius wagner helder helio celso davi everton geraldo gilson jefferson juliano
marlon mauro nilton osmar adriano valdir wellington wesley heitor benedito marcia aline amanda bruna luciana vera
vitoria larissa luana eliane joana catarina lurdes graca conceicao helena cristiane simone rosangela regiane tania
silvana tereza neide ivone cleide debora denise elaine eliana fabiana flavia giovanna iara ingrid isadora jaqueline
lais livia lucilia lucinda madalena marlene nair odete rafaela samanta solange thais viviane yara zelia
"""

_EUROPEAN = """
jean pierre michel philippe alain patrick bernard nicolas christophe daniel christian laurent frederic eric david
stephane pascal sebastien gerard jacques thierry julien olivier francois dominique bruno andre claude rene guillaume
yves jerome vincent antoine thomas alexandre maxime guy marc herve denis didier franck fabrice gilles cedric ludovic
mathieu matthieu benoit emmanuel xavier serge luc arnaud regis roland marcel lucien raymond robert henri georges
maurice roger louis raoul gaston fernand edmond emile etienne eugene felicien firmin gregoire hubert hugues joel
jocelyn lionel loic pierrick quentin remi remy romain sylvain tanguy tristan valentin yann yannick yvan yvon jeanne
marie nathalie isabelle sylvie catherine martine christine francoise valerie sandrine veronique nicole stephanie sophie
anne celine chantal patricia brigitte julie aurelie laurence christelle virginie emilie elodie monique laetitia camille
florence annie jacqueline caroline helene michele jeannine pauline marine corinne audrey beatrice agnes cecile claire
delphine genevieve josiane mireille muriel nadege odile pascale regine sabine simone solange suzanne therese viviane
yvette yvonne colette coralie danielle denise eliane estelle evelyne fabienne gaelle ghislaine ginette henriette
huguette ines liliane lucie lucienne madeleine magali manon marcelle margaux marguerite marianne marion maryse mathilde
melanie morgane noemie oceane paulette raymonde renee romane severine yolande amelie anais hans peter wolfgang klaus
juergen jurgen dieter manfred uwe gunter guenter gunther horst helmut gerhard heinz werner rolf bernd heinrich karl
walter josef franz stefan stephan andreas michael matthias markus jorg joerg frank ralf rainer reinhard reiner holger
jens torsten thorsten sven olaf dirk kai lars volker axel detlef eckhard eberhard ekkehard erich ernst erwin friedrich
fritz georg gottfried gregor harald hartmut hermann herbert ingo jochen joachim johann johannes jonas kurt lothar
ludwig lukas lutz marius max maximilian moritz norbert otto philipp rudolf rudiger siegfried siegmund sigmund theo
theodor tilo tobias udo ulf ulrich urs ueli utz wilfried wilhelm winfried wolfram reto beat anton alois xaver hansjorg
ruedi ursula monika petra renate helga karin ingrid erika andrea gisela claudia susanne gabriele christa birgit heike
martina angelika jutta heidi silke ulrike anke anja annette antje astrid barbara bettina britta carina christiane
christel cornelia corinna daniela doris dorothea elfriede elisabeth elke ellen eva evelyn franziska frauke friederike
gerda gertrud gudrun hannelore hedwig hildegard ilse inge irmgard iris jana judith julia karoline katharina katja
katrin kathrin kerstin kristina lena lieselotte lotte luise maike maja manuela margarete margit margrit margot marlies
mechthild meike michaela miriam nadine nina regina regula rita rosemarie roswitha ruth sandra sara sigrid silvia sonja
stefanie steffi tanja tatjana ulla ute uta veronika vreni waltraud giuseppe giovanni antonio mario luigi francesco
angelo vincenzo pietro salvatore carlo franco domenico paolo giorgio aldo sergio luciano marco stefano roberto
alessandro massimo maurizio fabio claudio enrico gianluca gianfranco gianpaolo giancarlo gianni gianmarco giampiero
giampaolo gino giulio giacomo guido filippo fabrizio federico ferdinando emanuele emilio enzo ennio edoardo dino dario
davide daniele corrado cosimo ciro cesare bartolomeo bernardo benedetto basilio armando arturo arnaldo alfonso alfredo
alberto adriano achille umberto ugo tommaso tullio teodoro silvio silvano sandro samuele saverio santo rosario rocco
riccardo renzo renato raffaele raffaello piero pier pierluigi piergiorgio pierpaolo pasquale oreste orazio ottavio
nunzio nicola nicolo nello mirko mattia matteo mauro massimiliano marcello luca lorenzo livio leonardo lamberto italo
ivano ignazio gaetano gennaro gerardo germano gioacchino girolamo giuliano graziano gregorio fulvio fausto fedele
felice ezio ettore ermanno elio donato antonino toni valerio valentino vito vittorio virgilio maria anna giuseppina
rosa angela giovanna teresa lucia carmela caterina francesca antonietta elena laura paola roberta luisa giulia chiara
federica alessandra valentina simona stefania cristina monica elisa ilaria serena sabrina patrizia antonella antonia
bianca carla cecilia celeste cinzia concetta daria debora donatella dorina elisabetta emanuela emma enrica erica
eugenia fabiola fernanda flavia floriana franca gabriella gaia gemma gianna giorgia giuditta graziella grazia ida irene
ivana katia lara letizia licia lidia liliana livia lorella lorena loredana loretta lorenza luciana maddalena mara
margherita mariangela marianna marilena marina marisa marta marzia matilde michela milena mirella nadia nicoletta norma
ornella ottavia raffaella renata rosalba rosanna rossana rossella samantha serenella silvana sofia sonia susanna
teresita tiziana vanessa vera veronica virginia vittoria viviana jan piet kees hendrik willem cornelis gerrit pieter
jaap joop wim henk bart bas daan geert gert jeroen joost joris koen maarten mark martijn michiel paul pim rob roel ruud
sander sjaak teun thijs tim tom ton wouter anneke annemarie els esther femke floor greet hanneke hetty ineke janneke
joke lies lieke loes margriet marieke marijke marjan mieke nel ria saskia sanne sjoukje tineke truus willemijn wilma
anders johan per erik nils olof bjorn arne ole knut kjell svein odd olav haakon hakon magnus morten rune terje tor
torbjorn trond geir gunnar helge jon kare leif oddvar oystein sigurd sindre stig sverre tore trygve vidar aksel einar
eirik espen frode havard henning jorgen jesper kasper kim kristian lasse mads mikkel mogens niels palle poul preben
rasmus soren steen svend torben ulrik bengt bo bertil gosta goran hakan ingemar lennart mats mattias mikael ove staffan
sten sture tommy urban inger kari marit liv berit solveig bjorg randi gerd silje hilde tone turid wenche sissel siv
ragnhild maren kirsten kirsti kjersti lene linda mette mona oddny siri synnove torill trine tove unni vigdis aase
annika birgitta britt christina elin elsa gun gunilla gunnel helena ingegerd maj malin margareta pia ulrika viveka
bente birthe bodil dorthe else gitte hanne helle jette jytte karen lis lisbeth lone maiken pernille rikke tina vibeke
antti jari juha jukka markku matti mika mikko pekka petri sami seppo tapio tero timo veikko ville aino anneli elina
hanna johanna kaarina leena maija marja minna paivi pirjo riitta sari satu tarja tuula adam andrzej bartosz grzegorz
jacek jakub janusz jaroslaw jerzy kazimierz krzysztof leszek lukasz maciej marcin marek mariusz mateusz michal miroslaw
pawel piotr przemyslaw rafal ryszard slawomir stanislaw tadeusz tomasz waldemar wieslaw wojciech zbigniew zdzislaw
agnieszka aleksandra beata danuta dorota elzbieta ewa grazyna halina iwona jadwiga joanna jolanta justyna katarzyna
kinga krystyna lucyna magdalena malgorzata paulina urszula wanda zofia jiri jaroslav milan miroslav frantisek vaclav
ladislav zdenek vladimir karel stanislav pavel petr tomas martin ondrej vojtech libor lubos ludek oldrich radek radim
rostislav vlastimil vlastislav dusan igor jozef juraj marian viliam hana lenka alena jaroslava katerina ludmila marcela
zdenka zuzana iva jitka jirina kveta libuse milada miroslava olga pavla radka sarka stanislava vlasta alzbeta katarina
lubica lubomir ivan petar marko nikola milos dragan zoran bojan branko dejan jovan luka mihajlo mladen nebojsa nenad
ognjen predrag radovan sasa slobodan srdjan zeljko boris damir drazen hrvoje ivica josip kresimir mate tomislav
zvonimir ana jelena ljiljana marija mirjana natasa snezana vesna biljana dragana gordana jasmina milica aleksandr
aleksei alexei alexey anatoly andrei andrey dmitri dmitry evgeny evgeni fyodor gennady georgy grigory ilya konstantin
leonid maksim maxim mikhail nikita nikolai nikolay oleg pyotr roman ruslan semyon sergei sergey stepan timur vadim
valery vasily viktor vitaly vladislav vyacheslav yaroslav yevgeny yuri yury oleksandr oleksiy mykola mykhailo volodymyr
serhiy andriy dmytro yuriy vasyl petro ihor alla anastasia ekaterina galina inna irina larisa lyudmila nadezhda natalia
natalya oksana polina svetlana tamara tatiana tatyana victoria viktoria yelena yulia zinaida gheorghe ion ioan vasile
mihai nicolae constantin florin adrian bogdan catalin ciprian cristian dan dragos dumitru george gabriel ionel ionut
liviu lucian mircea octavian ovidiu petru radu razvan sorin tudor viorel ioana mihaela andreea alina georgiana gabriela
mariana nicoleta raluca roxana georgios ioannis konstantinos dimitrios dimitris nikolaos nikos panagiotis vasilios
christos athanasios michail evangelos spyridon anastasios theodoros apostolos stavros kostas yannis giannis giorgos
eleni aikaterini vasiliki angeliki georgia dimitra konstantina paraskevi
"""

_HUNGARIAN = """
laszlo istvan jozsef janos zoltan sandor ferenc gabor attila peter tamas zsolt tibor andras csaba imre lajos gyorgy
balazs gyula mihaly karoly robert bela richard daniel norbert adam krisztian miklos matyas mate marton mark levente
kristof gergely gergo geza erno endre dezso denes david bence barnabas balint arpad antal akos adrian zsigmond vilmos
szilard szabolcs roland rezso pal otto oszkar odon milan lorinc lorand kornel kalman jeno jakab ivan hugo gusztav
gaspar frigyes maria erzsebet katalin ilona eva anna zsuzsanna margit julianna judit agnes andrea ildiko erika
krisztina irma julia magdolna monika timea edit gabriella anita klara marta piroska melinda hajnalka szilvia zsofia
aniko beata bernadett bianka borbala boglarka csilla dora dorottya emese eniko eszter etelka fanni gizella gyongyi
henrietta iren jolan kinga kitti lilla luca marianna nikoletta noemi nora orsolya petra reka renata rita rozalia sara
sarolta szabina tunde terez tekla valeria vera veronika viktoria viola virag vivien zita zsanett
"""

# Here the father's given name often stands in the place of a family name.
_ASIAN_AND_AFRICAN = """
mohammed mohammad muhammad mohamed mohamad ahmed ahmad mahmoud mahmud ali hassan hasan hussein husain omar umar othman
osman ibrahim ismail yusuf youssef yousef khalid khaled abdullah abdulaziz abdulrahman abdul karim rahim rashid said
saeed samir tarek tariq walid yasser ziad bilal faisal fahad farid fouad hamid hamza jamal kamal majid mansour mustafa
mostafa nabil nasser omer osama rami ridha salah salim sami amir anwar ashraf aziz basil fatima aisha khadija zainab
mariam maryam amina layla leila nour noor salma samira sana huda hanan iman yasmin yasmine zahra rania dina mona nadia
mehmet ahmet huseyin murat ramazan halil suleyman mahmut recep salih fatih kadir emre hakan adem kemal yasar bekir musa
metin orhan bayram serkan furkan gokhan burak fatma ayse emine hatice zeynep elif meryem serife zehra sultan hanife
merve havva zeliha esra fadime ozlem hacer yasemin arjun arvind arun amit anil anand ashok ajay vijay sanjay rajesh
rakesh ramesh suresh mahesh mukesh dinesh ganesh sunil rahul rohit vikram vivek deepak manoj pradeep prakash ravi
sandeep sachin shankar srinivas subhash sudhir surendra venkat vinod yogesh krishna gopal hari mohan naresh narendra
nitin pankaj rajiv rajeev rajendra priya pooja neha anita anjali asha deepa geeta gita kavita lakshmi lata meena neeta
nisha padma radha rani rekha rita seema shanti sita sunita sushma uma usha vandana vidya kwame kofi kwesi kojo ama akua
abena chidi chinedu emeka ifeoma ngozi obinna olusegun oluwaseun ade adebayo babatunde femi funmilayo segun tunde yemi
thabo sipho nomsa thandi wanjiru njoroge mwangi otieno achieng jelani
"""

_JAPANESE = """
hiroshi takashi kenji akira satoshi makoto naoki kazuo kenichi shinichi koji yuji masashi masahiro takeshi tetsuya
hideki hiroyuki hiroaki kazuhiro yoshihiro daisuke shota ryota yuki yuichi shigeru minoru isamu osamu noboru mitsuo
toshio yoshio masao kazuya tatsuya takuya haruto kenta shun jiro taro ichiro saburo goro hajime jun ken kiyoshi mamoru
manabu susumu tadashi tsutomu yasuhiro yoko keiko kazuko sachiko michiko yumiko kumiko emiko akiko fumiko hiroko junko
mariko masako mayumi megumi miki naoko noriko reiko setsuko tomoko yoshiko yuko yumi haruka sakura aiko chieko eriko
etsuko hanako kyoko machiko nobuko ryoko shizuko takako yasuko
"""

# Spelled so in Spanish or Portuguese alone: the rest of such a name can be expected to follow those languages too.
_IBERIAN_ALONE = """
juan jose jorge javier enrique miguel pedro diego pablo luis carlos ignacio joaquin andres alejandro alvaro gonzalo
rodrigo fernando francisco rafael manuel ricardo raul guillermo jaime julio hernan mauricio felipe tomas esteban
santiago jesus ramon sergio agustin alonso arturo cristobal efrain fermin german gregorio gustavo horacio humberto
isidro leandro leopoldo marcelo mateo matias maximiliano moises nicolas octavio osvaldo patricio rodolfo rogelio
sebastian vicente wenceslao xavier baltasar bartolome benito eusebio evaristo facundo gaspar hilario inigo jacinto
jeronimo josep jordi xavi oriol arnau unai iker aitor gorka mikel inaki pilar dolores mercedes rocio consuelo
concepcion encarnacion inmaculada montserrat nieves begona soledad milagros guadalupe beatriz ximena macarena catalina
javiera fernanda alejandra mariana graciela leticia marisol maribel esperanza remedios amparo lourdes itziar ainhoa
nerea meritxell yolanda raquel alicia josefina elvira joao paulo thiago tiago luiz guilherme henrique matheus vinicius
goncalo duarte joaquim nuno rui vasco conceicao fatima graca helena joana luciana rosangela
"""

_RELIGIOUS_SECOND = """
carmen pilar rosario angeles dolores mar lourdes jesus rocio luz paz sol nieves mercedes consuelo fatima guadalupe
remedios milagros socorro amparo coro henar prado puy valle o refugio transito cielo
"""


IBERIAN_ALONE_GIVEN_NAMES = word_set(_IBERIAN_ALONE)
IBERIAN_GIVEN_NAMES = word_set(_IBERIAN, _IBERIAN_ALONE)
HUNGARIAN_GIVEN_NAMES = word_set(_HUNGARIAN)
# Seldom family names, unless a list of those says otherwise.
WESTERN_AND_JAPANESE_GIVEN_NAMES = word_set(_ENGLISH, _EUROPEAN, _HUNGARIAN, _JAPANESE, _IBERIAN, _IBERIAN_ALONE)
GIVEN_NAMES = WESTERN_AND_JAPANESE_GIVEN_NAMES | word_set(_ASIAN_AND_AFRICAN)
# What follows "María del" and its like inside a given name: María del Carmen, María de los Ángeles.
DEVOTIONS = word_set(_RELIGIOUS_SECOND)
