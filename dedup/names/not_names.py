"""Capitalised words that are not people, for `extract`: places, organisations, times, titles. Lower case."""

# Words that make a whole run an organisation, a thing or an event: "Central Committee", "Belt and Road Initiative".
ORGANISATIONS = frozenset(
    """
    ministry sports supporters courts coordinating academy act administration agency agreement airlines airport airways
    alliance army assembly association authority award awards bank battalion bay beach belt board book bridge brigade
    broadcasting bureau business cabinet campaign canal capital cathedral center centre championship championships
    charter church city club coalition code college commission committee community companies company confederation
    conference congress constitution convention cooperation corp corporation corps corridor council county court cup dam
    daily day declaration defence defense delegation democratic department development direct directorate district
    division dynasty economic economy embassy empire energy enterprise entertainment environmental exchange express
    federal federation festival fleet force forces foreign forum foundation front fund games gazette general-assembly
    globe government group guard guards gulf hall herald high highway hills hospital hotel house inc incident
    independence industries industry initiative inquiry institute insurance intelligence international investigation
    investment island islands jail journal judiciary labour lake laboratory law league legislature library limited line
    lines llc ltd magazine mall market media memorial mission monday motor motors mount mountain mountains movement
    municipal museum nation national nations navy network news newspaper north observatory ocean office oil olympic
    olympics open opposition orchestra order organisation organization palace parliament parliamentary partnership party
    peninsula people's people’s peoples pipeline plan plant plc plenary police policy politburo port post power press
    prison prize programme program project prosecutor's province public radio railway railways red region regional
    relations report republic research reserve resolution restaurant review revolution revolutionary river road route
    sea secretariat securities security senate service services session side social society south space square stadium
    state states station steel stock strait street studio studios suburb summit supreme systems technologies technology
    telecom telegraph television temple theatre theater times tower town trade treaty tribune tv union united
    universities university valley village war watch west western workers world zone east eastern northern southern
    central nationale société gmbh ag sa shrine restoration shimbun shinbun set box curve gang prefecture prefectural
    school elementary arena dome block tour prix derby bowl playoffs draft blvd ave dept dvd records music band trophy
    museum garden gardens series saga song songs album movie film channel airlines news centre complex festival
    exhibition expo summit pact accord protocol clan period era age blazers lakers celtics knicks saints giants yankees
    dodgers mets cubs angels eagles cowboys patriots packers bears steelers bulls spurs rockets mavericks warriors
    clippers nets hawks wizards pistons pacers bucks raptors suns sox tigers royals rangers athletics mariners braves
    phillies nationals pirates reds brewers cardinals rockies padres diamondbacks chargers raiders broncos jets okrug mt
    colony survey weekly paper pro ridge maid heels grill cafe café lanka flight operation trust fellowship society-of
    gospel psalm psalms dynasty monastery abbey creek falls hill springs park кабинет комитет министерство партия
    федерация республика университет совет союз банк область район город дума суд центр агентство компания академия
    институт управление служба фонд клуб лига чемпионат кубок улица площадь partei bundestag bundesrat bundesregierung
    universität ministerium regierung gesellschaft zeitung verband verein landtag stadt parti ward wards protection
    commercial glasses labs lab software solutions partners associates consulting pharma pharmaceuticals foods store
    stores shop jinja onsen castle works air rail metro squad crew aerospace dynamics communications electronics
    semiconductor holdings realty properties electric edition version farm farms farming pork affairs situations avenue
    boulevard township heights fort courthouse bros marine naval chamber training advisors advisers stn products images
    pictures wars fair aid relief issue trail pass deputies serie liga premier-league madrid sociedad tech dairy
    assemblée ministère université conseil république gouvernement tribunal partido gobierno universidad ministerio
    banco hurricane typhoon cyclone ураган тайфун
    """.split()
)

# Places and the words made of them.
PLACES = frozenset(
    """
    u.s u.s.a u.k u.n e.u d.c u.a.e afghanistan afghan africa african albania albanian algeria algerian america american
    americans andorra angola arab arabs arabia arabian argentina argentine argentinian armenia armenian asia asian
    australia australian austria austrian azerbaijan bahamas bahrain bangladesh barbados belarus belarusian belgium
    belgian belize benin bhutan bolivia bosnia bosnian botswana brazil brazilian britain british brunei bulgaria
    bulgarian burma burundi cambodia cambodian cameroon canada canadian canadians chad chile chilean china chinese
    colombia colombian congo congolese croatia croatian cuba cuban cyprus czech czechoslovakia denmark danish dubai
    dutch ecuador egypt egyptian england english eritrea estonia estonian ethiopia ethiopian eurasian europe european
    europeans eu fiji finland finnish france french gabon gambia gaza georgian germany german germans ghana greece greek
    greenland grenada guatemala guinea guyana haiti holland honduras hungary hungarian iceland icelandic icelanders
    india indian indians indonesia indonesian iran iranian iraq iraqi ireland irish israel israeli israelis italy
    italian ivory jamaica japan japanese jordanian kazakhstan kazakh kenya kenyan korea korean kosovo kuwait kuwaiti
    kyrgyzstan lao laos laotian latvia latvian lebanon lebanese lesotho liberia libya libyan liechtenstein lithuania
    lithuanian luxembourg macedonia madagascar malawi malaysia malaysian maldives mali malta mauritania mauritius mexico
    mexican moldova monaco mongolia mongolian montenegro morocco moroccan mozambique myanmar namibia nepal netherlands
    nicaragua nigeria nigerian norway norwegian oman pakistan pakistani palestine palestinian palestinians panama papua
    paraguay peru philippines philippine poland polish portugal portuguese qatar qatari romania romanian russia russian
    russians rwanda samoa saudi scotland scottish senegal serbia serbian singapore slovakia slovak slovenia slovenian
    somalia somali spain spanish sudan sudanese suriname sweden swedish swiss switzerland syria syrian taiwan tajikistan
    tanzania thailand thai tibet tibetan togo tunisia tunisian turkey turkish turkmenistan uganda ukraine ukrainian
    ukrainians uruguay viet uzbekistan uzbek vatican venezuela vietnam vietnamese wales welsh yemen yugoslavia zambia
    zimbabwe abu dhabi aleppo alaska amsterdam ankara arctic antarctic arizona arkansas athens atlanta atlantic baghdad
    baku balkans baltic bangkok barcelona beijing beirut berlin boston brasilia bratislava brussels bucharest budapest
    buenos aires cairo california calgary caribbean caucasus chechnya chicago colorado connecticut copenhagen crimea
    dallas damascus delaware delhi denver detroit dublin edinburgh florida frankfurt geneva glasgow guangdong guangzhou
    hague hamburg hanoi havana hawaii helsinki hokkaido hollywood houston idaho illinois indiana iowa istanbul jakarta
    jerusalem kabul kansas karachi kentucky khabarovsk kiev kyiv kyoto kremlin lisbon liverpool london louisiana madrid
    maine manchester manila maryland massachusetts mediterranean melbourne miami michigan milan minnesota minsk
    mississippi missouri montana montreal moscow mumbai munich nagasaki nagoya nairobi nebraska nevada jersey york
    zealand okinawa oklahoma ontario oregon osaka oslo ottawa pacific paris pennsylvania petersburg philadelphia prague
    pyongyang quebec reykjavik rhode riga rome santiago sarajevo seattle seoul shanghai shenzhen siberia siberian sofia
    stockholm stanley-cup sydney taipei tallinn tbilisi tehran tennessee texas tokyo toronto tripoli utah vancouver
    vermont vienna vientiane vilnius vladivostok vyborg warsaw washington wisconsin wuhan wyoming xinjiang yokohama
    zagreb zurich angeles francisco vegas orleans diego antonio-tx portland cleveland sacramento oakland memphis
    anchorage brooklyn manhattan harlem louisville milwaukee minneapolis pittsburgh cincinnati tampa baltimore nashville
    tucson honolulu phoenix aceh indonesias bali java sumatra gaza hokkaido honshu kyushu tohoku fukushima hiroshima
    sapporo niigata nagano shizuoka aomori akita kansai kanto okayama irkutsk tyumen novosibirsk yekaterinburg vologda
    kazan samara omsk krasnoyarsk krasnodar rostov krai oblast donbas donetsk luhansk nagorno karabakh ossetia abkhazia
    dagestan россия российский российской российского сша украина украины китай китая москва москвы москве европа европы
    америка германия франция япония турция польша белоруссия беларусь казахстан британия англия италия испания израиль
    сирия иран ирак индия вашингтон германия македония пекин лондон париж уэльс шотландия англия корея вьетнам грузия
    армения азербайджан сербия болгария румыния чехия венгрия норвегия швеция финляндия дания египет ливия ливан
    иордания австралия канада мексика бразилия аргентина индонезия таиланд сингапур европейский петербург киев минск
    русский русские алжир ангола афганистан албания бангладеш бельгия боливия ботсвана бруней венесуэла гана гватемала
    гвинея гондурас гонконг джибути доминикана замбия зимбабве исландия ирландия йемен камбоджа камерун катар кения кипр
    киргизия кыргызстан колумбия конго косово коста-рика кувейт лаос латвия либерия литва люксембург маврикий мадагаскар
    малайзия мальта марокко мозамбик молдавия молдова монако монголия мьянма намибия непал нигерия нидерланды никарагуа
    голландия оман пакистан палестина панама парагвай перу португалия руанда сальвадор сенегал словакия словения сомали
    судан таджикистан тайвань танзания тунис туркменистан туркмения уганда узбекистан уругвай филиппины хорватия
    черногория чили швейцария австрия эквадор эритрея эстония эфиопия ямайка вьентьян луангпрабанг ханой бангкок сеул
    токио пхеньян калифорния техас флорида аризона невада огайо пенсильвания штаты viet siem russland deutschland
    frankreich china usa japan großbritannien österreich schweiz spanien italien europa allemagne états-unis chine
    russie japon espagne italie europe royaume-uni paris londres
    """.split()
)

# Times, faiths, things with capitals that say nothing about who.
OTHER = frozenset(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun christmas
    easter ramadan passover thanksgiving halloween new year god lord bible koran quran islam islamic muslim muslims
    christian christians christianity catholic catholics protestant orthodox jewish jews jew hindu hindus buddhist sunni
    shiite shia communist communists socialist socialists democrat democrats republican republicans conservative
    conservatives liberal liberals tory tories nazi nazis taliban hamas hezbollah isis al-qaeda kgb fbi cia nato un
    unesco opec covid covid-19 coronavirus sars internet twitter facebook google youtube instagram microsoft apple
    amazon samsung sony toyota honda nissan boeing airbus tesla iphone android windows wikipedia reuters xinhua
    xinhuanet tass interfax bbc cnn afp ap associated guardian mail sun telegraph mirror ria novosti kyodo nhk asahi
    yomiuri mainichi nikkei gazprom rosneft sputnik bloomberg i he she it we they you his her its our their the a an
    this that these those there here then when where while who what why how which and but or nor so yet for if in on at
    by to from of with without as after before during since until because although though however moreover meanwhile
    therefore thus also according despite under over between among about against into through both all some many most
    several few each every no not yes only just even still now today yesterday tomorrow once one two three four five six
    seven eight nine ten first second third last next other another such more less my your let do does did is are was
    were be been being has have had can could will would should must might shall good great big photo image video read
    see click share copyright story related breaking update us holds meets talks visits says calls sends attends urges
    dell rays hanshin chunichi seibu lotte yakult orix softbank rakuten disney porsche ferrari renault mercedes hilton
    warner playboy explorer intel adobe nvidia chelsea leicester tottenham everton arsenal barcelona juventus milan
    getty agence marine naval throat oscar oscars ole aden prix contact links help home page top el niño la mr mrs ms dr
    sir madam dear thank thanks please hello hi ok okay o oh well indeed perhaps maybe finally later earlier а б в и к о
    с у я он она они оно мы вы ты это этот эта эти в на по за из от до для при что как так но или если когда где кто чем
    также однако поэтому после перед между сегодня вчера завтра январь февраль март апрель май июнь июль август сентябрь
    октябрь ноябрь декабрь января февраля марта апреля мая июня июля августа сентября октября ноября декабря понедельник
    вторник среда четверг пятница суббота der die das ein eine und oder aber in im am auf für mit von zu bei nach er sie
    es wir ich ihr sein seine ihre dieser diese dieses montag dienstag mittwoch donnerstag freitag samstag sonntag
    januar februar märz mai juni juli oktober dezember le les un une des et ou mais dans sur pour avec par il elle nous
    vous ils elles ce cette ces lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin
    juillet août septembre octobre novembre décembre los las y pero en con por para él ella
    """.split()
)

# Before a name, not part of it. What follows one of them is a person even when it is a single word.
TITLES = frozenset(
    """
    president president-elect vice-president vice chairman chairwoman chairperson secretary secretary-general
    general-secretary general minister ministers prime premier chancellor king queen prince princess emperor sultan emir
    sheikh sheik pope cardinal archbishop bishop father rabbi imam ayatollah mullah reverend rev pastor mr mrs ms miss
    mister dr doctor prof professor sir dame lord lady baron baroness count countess duke duchess comrade senator sen
    congressman congresswoman representative rep governor gov lieutenant lt captain capt colonel col major maj sergeant
    sgt corporal private commander admiral adm marshal brigadier officer detective inspector superintendent constable
    sheriff judge justice attorney ambassador envoy consul commissioner director manager coach ceo cfo chief head deputy
    leader advisor adviser secretary-of-state quarterback pitcher goalie doorman rookie guitarist composer author writer
    poet speaker mayor councillor councilman councilwoman chair chef spokesman spokeswoman spokesperson actor actress
    singer rapper striker midfielder goalkeeper defender lawyer saint st tsar czar kaiser academician analyst economist
    historian director-general президент премьер премьер-министр министр глава губернатор мэр депутат сенатор генерал
    полковник майор капитан директор председатель секретарь академик профессор доктор господин госпожа король королева
    принц папа патриарх agent granny grandma grandpa grandmother grandfather aunt uncle brother sister mother father
    detective trooper nurse reporter correspondent journalist columnist host surgeon prosecutor counsel anchor producer
    musician designer architect engineer scientist pilot driver owner chaplain coroner undersheriff epidemiologist clerk
    englishman commodore const constable cyclist olympian herr frau präsident präsidentin bundeskanzler bundeskanzlerin
    kanzler minister ministerin monsieur madame président présidente ministre señor señora presidente presidenta
    ministro πρόεδρος πρωθυπουργός υπουργός κύριος κυρία
    """.split()
)
