"""Frequent family names by language, in small letters without accents.

They settle what spelling alone leaves open: whether a lone word is a family name, where a Spanish double surname
begins, and whether an East Asian or a Hungarian name was written family first. A list holds what is common, never
everything; a name that is missing here is read by its place.
"""


def word_set(*texts: str) -> frozenset[str]:
    """Return the words of the texts; long lists are kept as text, where they can still be read."""
    return frozenset(word for text in texts for word in text.split())


# By and large the thousand that are most frequent in English-speaking countries, those of immigrants included.
_ENGLISH = """
smith johnson williams brown jones miller davis wilson anderson taylor thomas moore martin jackson thompson white lee
harris clark lewis robinson walker hall young allen wright king scott green baker adams nelson hill campbell mitchell
roberts carter phillips evans turner parker collins edwards stewart morris murphy cook rogers morgan cooper peterson
reed bailey bell kelly howard ward cox richardson watson brooks wood james bennett gray hughes price myers long foster
sanders ross powell sullivan russell jenkins perry butler barnes fisher henderson coleman simmons patterson jordan
reynolds hamilton graham kim griffin wallace west cole hayes bryant gibson ellis stevens murray ford marshall owens
mcdonald harrison kennedy wells alvarez woods stone webb washington tucker freeman hunter henry hicks crawford mason
warren dixon burns gordon holmes rice robertson hunt black daniels palmer mills nichols grant knight ferguson rose dunn
hawkins perkins hudson spencer gardner stephens payne pierce berry matthews arnold wagner willis ray watkins olson
carroll duncan snyder hart cunningham bradley lane andrews ruiz harper fox riley armstrong carpenter weaver greene
lawrence elliott chavez sims austin peters kelley franklin lawson fields ryan schmidt carr wheeler chapman oliver
montgomery richards williamson johnston banks meyer bishop mccoy howell morrison hansen garza harvey little burton
stanley george jacobs reid fuller lynch dean gilbert garrett welch larson frazier burke hanson day moreno bowman fowler
brewer hoffman carlson silva pearson holland douglas fleming jensen vargas byrd davidson hopkins may terry wade herrera
soto walters curtis neal caldwell lowe jennings barnett graves jimenez horton shelton barrett obrien castro sutton
gregory mckinney lucas miles craig rodriquez chambers holt lambert fletcher watts bates hale rhodes pena beck newman
haynes mcdaniel mendez bush vaughn parks dawson santiago norris hardy love steele curry powers schultz barker guzman
page munoz ball keller chandler weber leonard walsh lyons ramsey wolfe schneider mullins benson sharp bowen daniel
barber cummings hines baldwin griffith valdez hubbard salazar reeves warner stevenson burgess santos tate cross garner
mann mack moss thornton dennis mcgee farmer delgado aguilar vega glover manning cohen harmon rodgers robbins newton
todd blair higgins ingram reese cannon strickland townsend potter goodwin walton rowe hampton ortega patton swanson
joseph francis goodman maldonado yates becker erickson hodges rios conner adkins webster norman malone hammond flowers
cobb moody quinn blake maxwell pope floyd osborne paul mccarthy guerrero lindsey estrada sandoval gibbs tyler gross
fitzgerald stokes doyle sherman saunders wise colon gill alvarado greer padilla simon waters nunez ballard schwartz
mcbride houston christensen klein pratt briggs parsons mclaughlin zimmerman french buchanan moran copeland roy pittman
brady mccormick holloway brock poole frank logan owen bass marsh drake wong jefferson park morton abbott sparks patrick
norton huff clayton massey lloyd figueroa carson bowers roberson barton tran lamb harrington casey boone cortez clarke
mathis singleton wilkins cain bryan underwood hogan mckenzie collier luna phelps mcguire allison bridges wilkerson nash
summers atkins wilcox pitts conley marquez burnett richard cochran chase davenport hood gates clay ayala sawyer roman
vazquez dickerson hodge acosta flynn espinoza nicholson monroe wolf morrow kirk randall anthony whitaker oconnor
skinner ware molina kirby huffman bradford charles gilmore dominguez oneal bruce lang combs kramer heath hancock
gallagher gaines shaffer short wiggins mathews mcclain fischer wall small melton hensley bond dyer cameron grimes
contreras christian wyatt baxter snow mosley shepherd larsen hoover beasley glenn petersen whitehead meyers keith
garrison vincent shields horn savage olsen schroeder hartman woodard mueller kemp deleon booth patel calhoun wiley
eaton cline navarro harrell lester humphrey parrish duran hutchinson hess dorsey bullock robles beard dalton avila
vance rich blackwell york johns blankenship trevino salinas campos pruitt moses callahan golden montoya hardin guerra
mcdowell carey stafford gallegos henson wilkinson booker merritt miranda atkinson orr decker hobbs preston tanner knox
pacheco stephenson glass rojas serrano marks hickman english sweeney strong prince mcclure conway walter roth maynard
farrell lowery hurst nixon weiss trujillo ellison sloan juarez winters mclean randolph leon boyer villarreal mccall
gentry carrillo kent ayers lara shannon sexton pace hull leblanc browning velasquez leach chang house sellers herring
noble foley bartlett mercado landry durham walls barr mckee bauer rivers everett bradshaw pugh velez rush estes dodson
morse sheppard weeks camacho bean barron livingston middleton spears branch blevins chen kerr mcconnell hatfield
harding ashley solis herman frost giles blackburn william pennington woodward finley mcintosh koch best solomon
mccullough dudley nolan blanchard rivas brennan mejia kane benton joyce buckley haley valentine maddox russo mcknight
buck moon mcmillan crosby berg dotson mays roach church chan richmond meadows faulkner oneill knapp kline barry ochoa
jacobson gay avery hendricks horne shepard hebert cherry cardenas mcintyre whitney waller holman donaldson cantu
terrell morin gillespie fuentes tillman sanford bentley peck key salas rollins gamble dickson battle santana cabrera
cervantes howe hinton hurley spence zamora yang mcneil suarez case petty gould mcfarland sampson carver bray rosario
macdonald stout hester melendez dillon farley hopper galloway potts bernard joyner stein aguirre osborn mercer bender
franco rowland sykes benjamin travis pickett crane sears mayo dunlap hayden wilder mckay coffey mccarty ewing cooley
vaughan bonner cotton holder stark ferrell cantrell fulton lynn lott calderon rosa pollard hooper burch mullen fry
riddle levy david duke odonnell guy michael britt frederick daugherty berger dillard alston jarvis frye riggs chaney
odom duffy fitzpatrick valenzuela merrill mayer alford mcpherson acevedo donovan barrera albert cote reilly compton
raymond mooney mcgowan craft cleveland clemons wynn nielsen baird stanton snider rosales bright witt stuart hays holden
rutledge kinney clements castaneda slater hahn emerson conrad burks delaney pate lancaster sweet justice tyson sharpe
whitfield talley macias irwin burris ratliff mccray madden kaufman beach goff cash bolton mcfadden levine good byers
kirkland kidd workman carney dale mcleod holcomb england finch head burt hendrix sosa haney franks sargent nieves downs
rasmussen bird hewitt lindsay le foreman valencia oneil delacruz vinson dejesus hyde forbes gilliam guthrie wooten
huber barlow boyle mcmahon buckner rocha puckett langley knowles cooke velazquez whitley noel vang shea rouse hartley
mayfield elder rankin hanna cowan lucero arroyo slaughter haas oconnell minor kendrick shirley kendall boucher archer
boggs odell dougherty andersen newell crowe wang friedman bland swain holley felix pearce childs yarbrough galvan
proctor meeks lozano mora rangel bacon villanueva schaefer rosado helms boyce goss stinson smart lake ibarra hutchins
covington reyna gregg werner crowley hatcher mackey bunch womack polk jamison dodd childress childers camp villa dye
springer mahoney dailey belcher lockhart griggs costa connor brandt winter walden moser tracy tatum mccann akers lutz
pryor law orozco mcallister lugo davies shoemaker madison rutherford newsome magee chamberlain blanton simms godfrey
flanagan crum cordova escobar downing sinclair donahue krueger mcginnis gore farris webber corbett andrade starr lyon
yoder hastings mcgrath spivey krause harden crabtree kirkpatrick hollis brandon arrington ervin clifton ritter mcghee
bolden maloney gagnon dunbar ponce pike mayes heard beatty mobley kimball butts montes herbert grady eldridge braun
hamm gibbons seymour moyer manley herron plummer elmore cramer gary rucker hilton blue pierson fontenot field rubio
grace goldstein elkins wills novak john hickey worley gorman katz dickinson broussard fritz woodruff crow christopher
britton forrest nance lehman bingham zuniga whaley shafer coffman steward delarosa nix neely numbers mata manuel davila
mccabe kessler emery bowling hinkle welsh pagan goldberg goins crouch cuevas quinones mcdermott hendrickson samuels
denton bergeron lam ivey locke haines thurman snell hoskins byrne milton winston arthur arias stanford roe corbin
beltran chappell hurt downey dooley tuttle couch payton mcelroy crockett groves clement leslie cartwright dickey mcgill
dubois muniz erwin self tolbert dempsey cisneros sewell latham garland vigil tapia sterling rainey norwood lacy stroud
meade amos tipton lord kuhn hilliard bonilla teague courtney gunn ho greenwood correa reece weston poe trent pineda
phipps frey kaiser ames paige gunter schmitt milligan espinosa carlton bowden vickers lowry pritchard costello piper
mcclellan lovell drew sheehan quick hatch dobson singh jeffries hollingsworth sorensen meza fink donnelly burrell bruno
tomlinson colbert billings ritchie helton sutherland peoples mcqueen gaston thomason mckinley givens crocker vogel
robison dunham coker swartz keys lilly ladner hannah willard bower whittaker cassidy kowalski nowak silverman rosenberg
rosen kaplan bernstein feldman greenberg shapiro weinstein adler khan ahmed hussain ali begum shah sharma kumar gupta
reddy rao iyer verma mehta desai joshi nair das chowdhury kaur okafor mensah obama gallo rossi esposito bianchi romano
ricci conti
"""

_IBERIAN = """
garcia rodriguez gonzalez fernandez lopez martinez sanchez perez gomez martin jimenez ruiz hernandez diaz moreno munoz
alvarez romero alonso gutierrez navarro torres dominguez vazquez ramos gil ramirez serrano blanco molina morales suarez
ortega delgado castro ortiz rubio marin sanz nunez iglesias medina garrido cortes castillo santos lozano guerrero cano
prieto mendez cruz calvo gallego herrera marquez leon vidal pena flores cabrera campos vega fuentes carrasco diez reyes
caballero nieto aguilar pascual santana herrero montero lorenzo hidalgo gimenez ibanez ferrer duran santiago benitez
vargas mora arias vicente carmona crespo roman pastor soto saez velasco moya soler parra esteban bravo gallardo rojas
pardo merino franco espinosa izquierdo lara rivas silva rivera casado arroyo redondo camacho rey vera otero galan luque
montes sierra rios segura carrillo marcos marti soriano mendoza bernal robles vila palacios exposito valero benito
andres varela pereira macias guerra heredia bueno roldan mateo villar contreras miranda guillen mateos escudero
aguilera casas menendez aparicio rivero padilla estevez beltran calderon rico gracia galvez abad jurado plaza conde
acosta aranda roca villanueva quintana costa guzman miguel salazar tapia valencia trujillo rosario mejia acevedo ochoa
estrada avila espinoza sandoval alvarado salinas maldonado zamora pacheco juarez cardenas figueroa rosales valdez
valdes orozco ponce solis montoya bautista villarreal cervantes zuniga trevino escobar lugo bonilla arce araya
sepulveda valenzuela poblete fuenzalida alarcon venegas orellana carvajal sanhueza vergara henriquez olivares bustos
bustamante riquelme donoso cerda cisternas farias godoy jara leiva lagos manriquez mardones novoa olivera oyarzun
pizarro pinto quiroga retamal saavedra salas toledo toro troncoso ulloa urrutia urbina uribe velasquez vilches yanez
zapata zuleta restrepo ospina jaramillo arango gaviria londono cardona betancourt quintero duque hoyos posada giraldo
agudelo correa osorio arboleda barrera bermudez cordoba cuellar duarte galindo granados jaimes murillo pabon palacio
patino perea pineda pinzon rincon ardila rueda sarmiento tovar villamizar villegas chavez quispe mamani huaman condori
huanca choque vasquez paredes palomino ccori salcedo cueva cueto arteaga cevallos zambrano vinueza andrade moreira
alcivar intriago loor espin moncayo yepez solano chaves umana quesada monge brenes cordero villalobos zeledon esquivel
madrigal obando porras ugalde urena vindas aguirre amador ayala baez barrios batista bello blanes borrego bosch burgos
bermejo cabello cantu castaneda castellanos cepeda cerezo coello collado colon coronado cuesta davila delacruz elizondo
enriquez escalante escamilla espino fajardo feliciano ferreira fonseca garza gamez garay giron gallegos granado guevara
haro hinojosa huerta hurtado ibarra islas jaime landa larrea ledesma lemus linares llamas llanos llorente lobo lucas
lucero luna luengo machado madero madrid mancera manzano marrero mata matos maya mena mercado mesa meza miramontes
mojica molinero monroy montalvo montano montenegro montiel moran montesinos najera naranjo narvaez natera negrete
nevarez noriega ocampo ojeda olmos olvera oropeza ordonez orduno orta pajares palma pantoja paz pedroza peralta pedraza
peinado pelaez pimentel polanco portillo prado puente puig quiroz quiros rangel razo rendon renteria reynoso
rivadeneira rocha rodas roldos rosado rosas rosell ruano sala saldana salgado salmeron samaniego santacruz santamaria
santillan sebastian segovia sevilla sosa sotelo suero talavera tamayo tejada tejeda tellez tello teran terrazas tirado
tobar torre trejo ugarte urias valadez valdivia vallejo valle varona vaca vela velazco velez verdugo viera vigil villa
villalba villasenor villaverde yepes zavala zarate zepeda zorrilla zurita agirre etxeberria goikoetxea mendizabal
urkullu arrieta azkarate uriarte zubizarreta echeverria goicoechea elizalde erdogain irigoyen iturbe larranaga olaizola
otegi ubieta zabala arana casals farre ferre fabregas fabra font gelabert llull mas mir pujol pons puigdemont roig
ribas ribera riera rius rovira sabate serra sole tarrega torrent torras turull vilanova vives almeida alves amaral
antunes araujo azevedo barbosa barros bastos borges braga branco brito cardoso carneiro carvalho coelho cordeiro
correia cunha dias domingues esteves faria fernandes ferraz freitas furtado gaspar gomes goncalves guerreiro guimaraes
henriques jesus leal leite lima lopes lourenco macedo magalhaes maia marques martins matias mello melo mendes mendonca
menezes monteiro morais mota moura nascimento neves nogueira nunes oliveira paiva pessoa pinheiro pires portela queiroz
queiros rebelo reis ribeiro rodrigues salgueiro sampaio saraiva siqueira simoes soares sousa souza tavares teixeira
teles torquato valente vasconcelos vaz ventura viana vieira
"""

# Pinyin; the first are so frequent, and so rare as given names, that one syllable behind them is a given name.
_CHINESE_FREQUENT = """
wang li zhang liu chen yang huang zhao wu zhou xu sun zhu hu guo lin gao luo zheng liang xie tang deng feng cao peng
zeng xiao tian dong pan yuan cai jiang du ye cheng su lu lyu xue shen yao fu cui
"""

# The rest, and the older spellings of Taiwan, Hong Kong and the communities abroad.
_CHINESE = """
ma he song han yu wei ding ren zhong tan fan liao shi jia xia fang zou xiong bai meng qin qiu hou yin yan lei long tao
shao mao wan gu lai kang wen qian yi guan hong gong hao qiao niu zuo zhuang jin xing kong cen mo ou ouyang sima zhan
bao ji xiang geng tong qi ke nie chang tsai hsu hsieh hsiao tseng chiang chou chu chiu kuo lo teng tung wong chan
cheung leung lau kwok kwan lam tam fung yip yeung tsang tse siu chow chung chui poon pang lui mak hui szeto auyeung
chin hsueh chien chuang tsui kao shih
"""

_KOREAN = """
kim lee park choi jung jeong kang cho jo yoon yun jang chang lim im han oh seo shin kwon hwang ahn an song ryu yoo hong
jeon jun ko go moon son sohn yang bae baek paik heo hur huh nam shim sim noh roh ha kwak sung cha joo woo koo gu chun
min ryoo jin ji uhm eom chae won bang kong hyun ham pyo byun yeom ok suh yeo do so sun seol gil wi namgung hwangbo
"""

_VIETNAMESE_FREQUENT = """
nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly
"""

_VIETNAMESE = """
truong dinh doan mai trinh luong ta cao thai dao lam ton quach
"""

_JAPANESE = """
sato satou suzuki takahashi tanaka watanabe ito itoh yamamoto nakamura kobayashi kato katoh yoshida yamada sasaki
yamaguchi matsumoto inoue kimura hayashi shimizu yamazaki yamasaki mori abe ikeda hashimoto yamashita ishikawa nakajima
maeda fujita ogawa goto gotoh okada hasegawa murakami kondo kondoh ishii saito saitoh sakamoto endo endoh aoki fujii
nishimura fukuda ota ohta miura okamoto fujiwara matsuda nakagawa nakano harada ono tamura takeuchi kaneko wada
nakayama ishida ueda morita hara shibata sakai kudo kudoh yokoyama miyazaki miyamoto uchida takagi ando andoh taniguchi
ohno maruyama imai takada fujimoto takeda murata ueno sugiyama masuda sugawara hirano kojima otsuka ohtsuka chiba kubo
matsui iwasaki sakurai kinoshita noguchi matsuo nomura kikuchi sano onishi ohnishi sugimoto arai ichikawa furukawa
hamada komatsu shimada mizuno yoshikawa yamauchi nishida nishikawa kitamura yasuda higuchi hirata kawamura kawasaki
honda nakata tsuji oshima ohshima okuda kawaguchi kurosawa
"""

_HUNGARIAN = """
nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz lakatos meszaros olah simon
racz fekete szilagyi torok feher balazs gal kis szucs kocsis orsos pinter fodor szalai sipos magyar lukacs gulyas biro
kiraly katona laszlo jakab bogdan balog sandor boros fazekas kelemen antal somogyi vincze fulop orosz hegedus deak pap
balint pal illes szoke vass bognar lengyel szekeres halasz major soros orban jonas kozma barta pasztor dudas veres
csonka novak
"""


IBERIAN_SURNAMES = word_set(_IBERIAN)
FREQUENT_CHINESE_SURNAMES = word_set(_CHINESE_FREQUENT)
CHINESE_SURNAMES = FREQUENT_CHINESE_SURNAMES | word_set(_CHINESE)
KOREAN_SURNAMES = word_set(_KOREAN)
FREQUENT_VIETNAMESE_SURNAMES = word_set(_VIETNAMESE_FREQUENT)
VIETNAMESE_SURNAMES = FREQUENT_VIETNAMESE_SURNAMES | word_set(_VIETNAMESE)
JAPANESE_SURNAMES = word_set(_JAPANESE)
HUNGARIAN_SURNAMES = word_set(_HUNGARIAN)
EAST_ASIAN_SURNAMES = CHINESE_SURNAMES | KOREAN_SURNAMES | VIETNAMESE_SURNAMES | JAPANESE_SURNAMES
SURNAMES = word_set(_ENGLISH) | IBERIAN_SURNAMES | EAST_ASIAN_SURNAMES | HUNGARIAN_SURNAMES
