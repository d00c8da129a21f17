"""English words around numbers of victims."""

from __future__ import annotations

from riskbrief.coding.toll_words import TollWords, by_word, labelled, phrases, sequences, words

_MEASURES = """
% percent percentage cent pct year years month months week weeks day days hour hours minute minutes km kms kilometre
kilometres kilometer kilometers mile miles metre metres meter meters m hectare hectares acres tonnes tons kg litres
million millions billion billions dollars dollar euros euro francs franc cfa naira cedis usd times bombs bomb rockets
rocket drones drone shells mines vehicles vehicle motorcycles motorbikes cars trucks buses pickups tanks aircraft
helicopters planes boats canoes weapons rifles guns houses homes huts buildings shops villages towns cities hamlets
districts provinces regions countries states communities camps bases posts checkpoints positions schools churches
mosques markets attacks attack assaults raids incidents explosions blasts strikes airstrikes clashes operations cattle
cows cow sheep goats goat camels camel donkeys birds bird chickens poultry animals animal elephants elephant livestock
hand hands leg legs arm arms eyes ears fingers
bullets shots pigs dogs dog horses points point goals goal matches seats votes dates st nd rd th pm am gmt
arrests detentions searches subscribers followers viewers views users listeners readers downloads signatures
"""

ENGLISH = TollWords(
    qualifiers=labelled(
        lower="at least;at the very least;no fewer than;no less than;not less than;not fewer than;a minimum of",
        more="more than;over;upwards of;in excess of;well over;greater than",
        approximate="about;around;approximately;roughly;some;nearly;almost;close to;an estimated;estimated;circa",
        upper="up to;as many as;at most;no more than;not more than;a maximum of",
        less="fewer than;less than",
    ),
    or_more=phrases("or more;at least"),
    ranges=(("between", "and"), ("from", "to"), ("", "to"), ("", "or")),
    vague={
        ("several",): (3, 3, 9),
        ("a", "few"): (3, 3, 9),
        ("both",): (2, 2, 2),
        ("a", "couple", "of"): (2, 2, 2),
        ("a", "couple"): (2, 2, 2),
        ("dozens",): (12, 12, 99),
        ("several", "dozen"): (12, 12, 99),
        ("several", "dozens"): (12, 12, 99),
        ("many", "dozens"): (12, 12, 99),
        ("tens",): (10, 10, 99),
        ("scores",): (20, 20, 99),
        ("hundreds",): (100, 100, 999),
        ("several", "hundred"): (100, 100, 999),
        ("several", "hundreds"): (100, 100, 999),
        ("thousands",): (1000, 1000, 9999),
        ("several", "thousand"): (1000, 1000, 9999),
        ("tens", "of", "thousands"): (10_000, 10_000, 99_999),
        ("hundreds", "of", "thousands"): (100_000, 100_000, 999_999),
    },
    rounded={"dozen": 12},
    of_the=phrases("of the;of these;of those;of its;of his;of their"),
    nobody=phrases("no one;nobody;none;no;not one;not a single"),
    articles=words("a an one another"),
    numerals=words(
        "half zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    ),
    active=by_word(
        killed="felled felling kill kills killed killing murdered murdering massacred massacring executed executing "
        "slaughtered "
        "slaughtering beheaded beheading assassinated slew slaying neutralised neutralized neutralising "
        "neutralizing eliminated eliminating lynched lynching strangled strangling slaughter slaughters massacre "
        "murders drowning drowned burying buried lose loses losing lost",
        wounded="wound wounds wounded wounding injure injures injured injuring hurt hurting",
        kidnapped="kidnap kidnaps kidnapped kidnapping abduct abducts abducted abducting keep keeps kept keeping hold "
        "holds holding "
        "grab grabs grabbed grabbing seize seizes seized seizing snatch snatches snatched snatching capture captures "
        "captured capturing",
    ),
    active_objects=labelled(
        killed="the death of;the deaths of;death of;deaths of;killing of;killings of;murder of;massacre of;"
        "execution of;lives of;bodies of;corpses of;shot dead;gunned down;shooting dead;claimed the lives of;"
        "took the lives of;shooting of;slaughter of;beheading of;lynching of;wiped out;wiping out;mowed down;burial of;"
        "accounted for;loss of;slit the throats of;slitting the throats of;cut the throats of;cutting the throats of;"
        "fatally wounding;fatally wounded;fatally shot;fatally shooting;fatally stabbing;"
        "fatally stabbed;mortally wounded;mortally wounding",
        wounded="wounding of;injury of;injuring of",
        kidnapped="kidnapping of;abduction of;took hostage;taking hostage;seizure of;hold captive;"
        "holding captive;holding hostage;whisked away;whisk away;whisking away;carried off;carrying off;took away;"
        "taking away;spirited away;marched off;led away;made off with;drove off with",
    ),
    state=labelled(
        killed="fatally wounded;fatally injured;mortally wounded;fatally shot;dead;killed;deaths;death;fatalities;"
        "fatality;slain;bodies;body;corpses;lives;shot dead;murdered;"
        "massacred;executed;beheaded;casualties;found dead;feared dead;presumed dead;"
        "coffins;confirmed dead;lay dead;lie dead;lying dead;shot to death;hacked to death;burned alive;burnt alive",
        wounded="wounded;injured;hurt;injuries;in hospital;seriously burned;badly burned;seriously burnt",
        kidnapped="kidnapped;abducted;taken hostage;hostages;abductees;captives",
        void="missing;unaccounted for;still missing;reported missing;remain missing;are missing;were missing",
    ),
    passive=labelled(
        killed="killed;dead;murdered;massacred;executed;slaughtered;beheaded;shot dead;shot to death;hacked to death;"
        "beaten to death;stabbed to death;burned to death;burnt to death;gunned down;slain;among the dead;"
        "among those killed;confirmed dead;found dead;neutralised;neutralized;eliminated;drowned;"
        "burned alive;burnt alive;burned to death;shot;mown down;lynched;wiped out;mowed down;buried;fatally wounded;"
        "fatally injured;fatally shot;fatally stabbed;fatally hit;mortally wounded;mortally injured",
        wounded="wounded;injured;hurt;among the wounded;among the injured;hit;hit in;shot and wounded;"
        "shot and injured;stabbed;burned;burnt;shot at and wounded;treated;treated for bullet;treated for gunshot;"
        "treated for wounds;treated for injuries;treated for burns;treated for cuts;treated for shrapnel;"
        "hospitalised;hospitalized;"
        "rushed to hospital;taken to hospital;airlifted;evacuated with;on admission;admitted",
        kidnapped="kidnapped;abducted;taken hostage;taken captive;held hostage;held captive;held;taken away;led away;"
        "marched into;marched off;dragged from;dragged away;dragged off;driven off into;herded into;"
        "whisked away;seized;snatched;captured;carried off;spirited away;"
        "held for ransom;in the hands of;in captivity;taken at gunpoint",
        void="fell in love;fell in with;treated as;treated like;treated to;hit by;held talks;shot at;held by the "
        "police;held by police;"
        "held in custody",
    ),
    deaths=labelled(
        killed="died;dies;die;passed away;perished;drown;drowned;lost their lives;lost his life;lost her life;"
        "lose their lives;"
        "lay dead;lie dead;lying dead;succumbed;succumb;did not survive;did not live;never came back alive;"
        "paid the supreme price;paid the ultimate price;paid the supreme sacrifice;made the supreme sacrifice;"
        "made the ultimate sacrifice;paid with their lives;fell at;fell in;fell in battle;fell in action",
        wounded="reached hospital;with gunshot wounds;with bullet wounds;with machete wounds;with knife wounds;"
        "with shrapnel wounds;with head wounds;with burns;with wounds;with injuries;with minor injuries;with "
        "serious injuries;with stab wounds;took a bullet;took bullets;took shrapnel;hands cut off;hand cut off;"
        "sustained injuries;sustained wounds;sustained gunshot;suffered injuries;"
        "suffered wounds;suffered burns;suffered gunshot;sustained burns",
        kidnapped="in the hands of;in their hands;in captivity;being held;still missing after being",
    ),
    auxiliaries=words("was were are is been being be got get left reported feared presumed remain remains"),
    active_auxiliaries=words("has have had who which that"),
    tolls=labelled(
        killed="toll;fatalities;number of dead;number of deaths;number of those killed;number of people killed;"
        "number of fatalities;number killed;the dead;its dead;their dead",
        wounded="number of wounded;number of injured;the wounded;the injured",
        kidnapped="number of hostages;number of abductees;number of captives;number of those abducted;"
        "number of people abducted",
    ),
    rises=words(
        "raised revised risen climbed jumped rose climbs jumps rises went to at of is was "
        "reaches reached reaching passes passed exceeds exceeding hits"
    ),
    including=phrases("including;including at least;among them;among whom;amongst them;among which"),
    of_them=phrases("of them;of whom;of those"),
    determiners=words("the a an his her their its this these"),
    victims=by_word(
        civilians="civilian civilians villager villagers resident residents inhabitants farmer farmers herder "
        "herders trader traders shopkeepers worshipper worshippers worshipers passenger passengers woman women "
        "occupant occupants guest guests wife husband son sons daughter "
        "daughters mother father brother brothers sister "
        "sisters husband couple family relatives teenager teenagers toddler newborn mayor chief bodyguard bodyguards "
        "comrade comrades colleague colleagues staff employee employees catechist catechists beneficiaries lecturer "
        "lecturers grandson grandsons grandmother grandfather nephew "
        "nephews pedestrian pedestrians inhabitant nurse child "
        "child children student students pupil pupils schoolchildren schoolgirls schoolboys girl girls boy boys "
        "teacher teachers miner miners tourist tourists aid humanitarian humanitarians journalist journalists "
        "reporter reporters priest priests nun nuns pastor pastors refugee refugees migrant migrants pilgrims "
        "fisherman fishermen fishers logger loggers hunter hunters spectators shoppers mourners doctor doctors "
        "nurse nurses driver drivers truckers baby babies infants elders bystanders locals protesters protester "
        "demonstrators demonstrator toddlers cleric clerics imam imams player players merchants pastoralists "
        "beekeepers labourers laborers worker workers engineers contractors monks schoolgirl families passerby "
        "passersby "
        "headman headmaster headteacher apprentice apprentices watchman neighbour neighbours "
        "neighbor neighbors midwife councillor councillors lodger lodgers cook cooks attendant attendants",
        security_forces="soldier soldiers troop troops gendarme gendarmes policeman policemen police policewoman "
        "officer officers guard guards guardsmen cadet cadets trainee trainees recruit recruits serviceman "
        "servicemen peacekeeper peacekeepers volunteer volunteers commander commanders vdp vigilante vigilantes ranger "
        "rangers "
        "paratroopers commandos sailors personnel legionnaire legionnaires forces army military constables marines",
        armed_group="militant militants terrorist terrorists jihadist jihadists jihadi jihadis insurgent "
        "insurgents attacker attackers assailant assailants gunman gunmen bandit bandits rebel rebels fighter "
        "fighters extremist extremists islamist islamists raider raiders kidnappers separatist separatists "
        "mutineers bomber bombers smugglers pirates outlaws militiamen militiaman mercenary mercenaries",
        unspecified="people person persons men man others other victims victim individuals individual members "
        "member hundred more lives bodies nationals casualties survivors suspects own theirs",
    ),
    joins=words("of the a from and - young local armed suspected alleged its their his other more military civilian s"),
    own_names=frozenset(),
    not_persons=words(_MEASURES),
    stops=words(
        "attacked stormed raided opened fired ambushed arrived entered said says after when while but who which "
        "whom whose launched targeted hit struck because before if announced reported blamed claimed"
    ),
    breaks=words("in on at by with into to for near during under against between across"),
    months=words(
        "january february march april may june july august september october november december jan feb mar apr "
        "jun jul aug sep sept oct nov dec"
    ),
    weak=words(
        "seize seizes seized seizing snatch snatches snatched snatching capture captures captured "
        "capturing grab grabs grabbed grabbing lose loses losing lost hold holds holding keep keeps kept keeping "
        "drowned burying "
        "buried"
    ),
    split=labelled(
        killed="shot dead;shoot dead;left dead;cost their lives;cost lives;burned alive;burnt alive",
        kidnapped="took from;take from;taking from;find gone;found gone;find missing;found missing;took hostage;take "
        "hostage;taking hostage;took captive;took away;led away;drove into;drive into;driving into;marched into;"
        "marched off;"
        "dragged away;dragged off;dragged from;dragged into;herded into;drove off with;forced into;holding for ransom;"
        "holding hostage;holding captive;hold hostage;hold captive;held hostage;held captive",
    ),
    release=words(
        "freed released rescued free freeing releasing rescuing released liberated escaped escape fled release rescue "
        "regained return returned"
    ),
    collectives=words("family group party team crew column crowd"),
    whose=words("the his her their its"),
    plurals=("s", "men", "women", "people", "children", "police", "troops", "personnel"),
    instead=phrases("not;and not;instead of;rather than;against;up from;down from;from;according to"),
    accompany=phrases("along with;together with;as well as;alongside;with"),
    weak_passives=sequences(
        "fell at;fell in;hit;hit in;shot;burned;burnt;treated;held;taken away;led away;evacuated with;airlifted;buried;"
        "stabbed;"
        "wiped out;mowed down;seized;snatched;captured;carried off;whisked away;dragged from;dragged away;"
        "dragged off;herded into;marched into;marched off;on admission"
    ),
    speech=words("said says told announced reported confirmed claimed added declared"),
    singular_verbs=words("was is has"),
    plural_verbs=words("were are have"),
    relatives=words("who whom that which whose"),
    masses=words("army military staff family police personnel forces couple crowd gendarmerie navy garrison"),
    care=words("hospital hospitals clinic clinics infirmary morgue safety custody treatment ward doctors surgery"),
    among=labelled(
        killed="among the dead;among the fatalities;among those killed;among the victims;among the slain;the dead "
        "include;"
        "the dead included;the victims include;the victims included;those killed include;those killed included",
        wounded="among the wounded;among the injured;the wounded include;the wounded included",
        kidnapped="among the hostages;among the captives;among those abducted;among those kidnapped",
    ),
    accidents=words(
        "accident accidents crash crashes crashed collision collided derailed derailment capsized shipwreck flood "
        "floods "
        "flooding landslide mudslide drought earthquake stampede lightning cholera measles malaria meningitis "
        "diphtheria "
        "outbreak epidemic disease fever snakebite malnutrition famine collapsed"
    ),
    reduced=sequences(
        "seized;snatched;captured;taken;taken away;led away;marched off;carried off;carted off;whisked away;shot;"
        "stabbed;"
        "buried;burned;burnt;wiped out;mowed down;struck down;grabbed;hit;held;missing"
    ),
    moved=words(
        "taken led marched walked driven herded carried ferried loaded bundled brought dragged hauled forced removed "
        "moved "
        "picked rounded seized pulled plucked"
    ),
    armed=words("armed masked unidentified unknown suspected hooded gunmen kidnappers captors abductors raiders"),
    wilds=words("forest forests bush bushes hills mountains creeks swamps wilderness thicket savannah woods"),
    body=words(
        "hand hands leg legs arm arms eye eyes ear ears finger fingers foot feet knee knees thigh thighs shoulder "
        "shoulders stomach abdomen back chest neck face hip shin groin buttock buttocks"
    ),
    in_all=phrases("in all;in total;altogether"),
    never=words("hostage hostages captive captives round rounds rounded rounding"),
)
