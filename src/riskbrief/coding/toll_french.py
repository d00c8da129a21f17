"""French words around numbers of victims, folded (without accents)."""

from __future__ import annotations

from riskbrief.coding.toll_words import TollWords, by_word, labelled, phrases, sequences, words

_MEASURES = """
% pourcent an ans annee annees mois semaine semaines jour jours heure heures minute minutes km kilometre kilometres
metre metres m hectare hectares tonne tonnes kg litres million millions milliard milliards dollars dollar euros euro
francs franc cfa naira fois bombe bombes roquettes roquette drones drone obus mines vehicule vehicules moto motos
voitures camions bus pick chars avions helicopteres pirogues bateaux armes fusils maisons cases batiments boutiques
localite localites ville villes village villages hameaux pays provinces regions communes camps bases postes positions
ecoles eglises mosquees marches attaque attaques assauts raids incidents explosions frappes affrontements operations
boeufs boeuf vaches vache moutons mouton chevres chameaux anes oiseaux poulets animaux animal elephants elephant betes
main mains jambe
jambes bras yeux doigts balles tetes cheptel porcs chiens chien chevaux engins buts but points matchs sieges voix
interpellations arrestations perquisitions abonnes vues telespectateurs auditeurs lecteurs utilisateurs internautes
signatures
dates greniers er eme
"""

FRENCH = TollWords(
    qualifiers=labelled(
        lower="au moins;pas moins de;pas moins d;un minimum de;au minimum;au bas mot",
        more="plus de;plus d;au dela de",
        approximate="environ;quelque;quelques;pres de;pres d;autour de;a peu pres;presque;approximativement;"
        "aux alentours de",
        upper="jusqu a;au plus;au maximum;tout au plus;un maximum de",
        less="moins de;moins d",
    ),
    or_more=phrases("ou plus;au moins"),
    ranges=(("entre", "et"), ("de", "a"), ("", "a"), ("", "ou")),
    vague={
        ("plusieurs",): (3, 3, 9),
        ("quelques",): (3, 3, 9),
        ("un", "couple", "de"): (2, 2, 2),
        ("un", "couple", "d"): (2, 2, 2),
        ("un", "couple"): (2, 2, 2),
        ("de", "nombreux"): (3, 3, 9),
        ("de", "nombreuses"): (3, 3, 9),
        ("dizaines",): (10, 10, 99),
        ("des", "dizaines"): (10, 10, 99),
        ("plusieurs", "dizaines"): (10, 10, 99),
        ("quelques", "dizaines"): (10, 10, 99),
        ("des", "douzaines"): (12, 12, 99),
        ("centaines",): (100, 100, 999),
        ("des", "centaines"): (100, 100, 999),
        ("plusieurs", "centaines"): (100, 100, 999),
        ("quelques", "centaines"): (100, 100, 999),
        ("milliers",): (1000, 1000, 9999),
        ("des", "milliers"): (1000, 1000, 9999),
        ("plusieurs", "milliers"): (1000, 1000, 9999),
    },
    rounded={
        "dizaine": 10,
        "douzaine": 12,
        "quinzaine": 15,
        "vingtaine": 20,
        "trentaine": 30,
        "quarantaine": 40,
        "cinquantaine": 50,
        "soixantaine": 60,
        "centaine": 100,
        "millier": 1000,
    },
    of_the=phrases("des;de ces;parmi les;sur les;d entre les;de ses;de leurs"),
    nobody=phrases(
        "aucun;aucune;personne n;pas un;pas un seul;sans faire de;sans faire aucune;pas de;pas fait de;pas fait d;ni"
    ),
    articles=words("un une"),
    numerals=words(
        "zero un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt "
        "trente quarante cinquante soixante septante huitante octante nonante cent mille"
    ),
    active=by_word(
        killed="lynche lynchent lynchant lyncher egorgent egorger fusille fusillent fusillant decapitent decapitant "
        "assassinent "
        "massacrer executent abattre tue tuent tuant tuer tuerent tuait massacre massacrant massacrent assassine "
        "assassinant execute "
        "executant abattu abattant abat abattent egorge egorgeant decapite neutralise neutralisant neutralisent "
        "elimine eliminant perdu perd perdent perdant decime "
        "decimant",
        wounded="blesse blessant blessent blesser",
        kidnapped="gardent gardaient enleve enlevant enlevent enlever kidnappe kidnappant kidnappent detient "
        "detiennent "
        "retient retiennent emmene emmenent emmenant capture capturent capturant",
    ),
    active_objects=labelled(
        killed="la mort de;la mort d;mort de;mort d;morts de;deces de;deces d;meurtre de;meurtre d;assassinat de;"
        "assassinat d;massacre de;massacre d;execution de;execution d;la vie a;corps de;corps d;fatale a;hors de "
        "combat;mortellement blesse;mortellement touche;mortellement atteint;blesse mortellement;perte de;perte d;"
        "depouilles de;inhume;enterre;porte en terre;mis en terre;"
        "tranche la gorge a;tranche la gorge de;tranchant la gorge a;coupe la gorge a",
        wounded="blessures a",
        kidnapped="enlevement de;enlevement d;enlevements de;enlevement des;"
        "rapt de;rapt d;pris en otage;prise d otage de;"
        "kidnapping de",
    ),
    state=labelled(
        killed="mortellement blesses;mortellement blessees;mortellement blesse;mortellement blessee;"
        "mortellement touches;"
        "mortellement touche;blesses mortellement;blesse mortellement;morts;mort;mortes;morte;tues;tuees;tue;tuee;"
        "deces;decedes;victimes;victime;corps;cadavres;vies;"
        "abattus;assassines;massacres;executes;egorges;neutralises;perdu la vie;mis hors d etat de nuire;"
        "cercueils;depouilles;tombes;tombees;morts au combat;tombes au combat;sans vie",
        wounded="blesses;blessees;blesse;blessee;grievement blesses;grievement brules;gravement brules;"
        "grievement brulees;grievement brulee;grievement brule",
        kidnapped="enleves;enlevees;enleve;enlevee;kidnappes;kidnappees;otages;pris en otage;prises en otage;emmenes;"
        "emmenees",
        void="disparus;disparues;disparu;disparue;portes disparus;portees disparues;porte disparu;portee disparue;"
        "introuvables;tombes dans;tombes sur;tombes aux;tombes entre;tombes en;morts de faim",
    ),
    passive=labelled(
        killed="tues;tuees;tue;tuee;morts;mortes;mort;morte;decedes;decedees;decede;decedee;assassines;assassinees;"
        "assassine;massacres;massacrees;executes;executees;egorges;egorgees;abattus;abattues;abattu;neutralises;"
        "elimines;parmi les morts;noyes;noyees;lynches;lynche;decimee;"
        "decime;decimes;brules vifs;brulees vives;brule vif;brulee vive;"
        "mortellement blesses;mortellement blessees;mortellement blesse;mortellement blessee;mortellement touches;"
        "mortellement touchees;mortellement touche;mortellement touchee;mortellement atteints;mortellement atteintes;"
        "mortellement atteint;mortellement atteinte;blesses mortellement;blessees mortellement;blesse mortellement;"
        "blessee mortellement;touches mortellement;touchees mortellement;touche mortellement;touchee mortellement;"
        "atteints mortellement;atteintes mortellement;atteint mortellement;atteinte mortellement;"
        "fauches;fauchees;tombes;tombe;enterres;enterrees;inhumes;inhumees;retrouves morts;retrouvees mortes;ensevelis",
        wounded="blesses;blessees;blesse;blessee;parmi les blesses;touches;touchees;touche;touchee;atteints;atteint;"
        "atteinte;atteintes;brules;brulees;brulee;hospitalises;hospitalisees;hospitalise;hospitalisee;"
        "alites;alitees;soignes pour des blessures;soignees pour des blessures;soignes pour blessures;"
        "soignes pour des brulures;soignees pour des brulures;soignes;soignees;soigne;soignee;operes;operees;"
        "pris en charge;prises en charge",
        kidnapped="enleves;enlevees;enleve;enlevee;kidnappes;kidnappees;kidnappe;"
        "pris en otage;prises en otage;emmenes;emmenees;"
        "emmene;emmenee;retenus en otage;retenues en otage;retenus;retenues;conduits vers;aux mains de;aux mains d;aux "
        "mains du;aux mains des;"
        "detenus par les ravisseurs;captifs;en captivite;entre les mains de;entre les mains d",
        void="tombent dans;tombent aux;tombant dans;tomberent dans;tombe dans;tombes dans;tombe sur;tombes sur;"
        "tombes aux;tombe aux;tombes entre;tombe entre;tombe en;"
        "tombes en;touches par la;atteints de;atteint de;atteinte de;atteintes de;retenus par la;retenus pour",
    ),
    deaths=labelled(
        wounded="recu un eclat;recu des eclats;mains tranchees;mains coupees;recu des balles;recu une balle;pris une "
        "balle;survecu a leurs blessures;survecu a ses blessures",
        kidnapped="aux mains de;aux mains d;aux mains du;aux mains des;en captivite",
        killed="peri;perissent;rendu l ame;"
        "perdu la vie;perdent la vie;trouve la mort;succombe;succombent;meurent;laisse la "
        "vie;laisse leur vie;paye de leur vie;paye de sa vie;trouvent la mort;repondront plus;repondra plus;"
        "repondent plus a l appel;pas survecu",
    ),
    auxiliaries=words("ete sont est etaient etait seraient serait furent fut soient restent reste demeurent demeure"),
    active_auxiliaries=words("a ont avait avaient aurait auraient ayant qui"),
    tolls=labelled(
        killed="bilan;decompte;nombre de morts;nombre de tues;nombre des morts;nombre de victimes;nombre de deces;"
        "les morts;leurs morts",
        wounded="nombre de blesses;nombre des blesses",
        kidnapped="nombre d otages;nombre des otages;nombre de captifs;nombre des captifs;nombre de personnes enlevees",
    ),
    rises=words("a de est etait atteint"),
    including=phrases("dont;dont au moins;parmi lesquels;parmi lesquelles;parmi eux;parmi elles;y compris;notamment"),
    of_them=phrases("d entre eux;d entre elles;parmi eux;d eux;d elles"),
    determiners=words("les des la le l ses leurs ces"),
    victims=by_word(
        civilians="civil civils civile civiles villageois villageoise habitant habitants habitantes paysan "
        "fillette fillettes adolescent adolescents adolescente occupants occupant epouse mari fils mere pere frere "
        "freres soeur soeurs couple famille invites invite maire chef catechiste catechistes proches neveu neveux "
        "camarades camarade collegues collegue infirmieres infirmiere instituteur "
        "instituteurs voyageur garde-corps lyceen epouses maris "
        "paysans agriculteur agriculteurs eleveur eleveurs berger bergers cultivateurs commercant commercants "
        "commercante fidele fideles passager passagers passagere femme femmes enfant enfants eleve eleves "
        "etudiant etudiants ecoliers ecolieres fille filles garcon garcons enseignant enseignants orpailleur "
        "orpailleurs mineurs touriste touristes humanitaire humanitaires journaliste journalistes pretre pretres "
        "religieuses refugie refugies deplace deplaces migrant migrants pelerins pecheur pecheurs chasseurs "
        "spectateurs joueurs medecin medecins infirmiers chauffeur chauffeurs bebe bebes nourrisson nourrissons "
        "riverains manifestant manifestants imam imams ouvriers ouvrier employes employe marchands usagers passant "
        "passante "
        "passants adjoint adjointe apprenti apprentis voisin voisins voisine voisines sage-femme sages-femmes "
        "voyageurs lyceens lyceennes",
        security_forces="soldat soldats militaire militaires gendarme gendarmes policier policiers policiere "
        "garde gardes douanier douaniers casques paramilitaires paramilitaire agents agent marins stagiaires "
        "recrues recrue volontaire volontaires vdp auxiliaires suppletifs forestiers officier officiers sous fds "
        "legionnaire legionnaires parachutistes elements",
        armed_group="terroriste terroristes djihadiste djihadistes jihadiste jihadistes assaillant assaillants "
        "insurge insurges bandit bandits rebelle rebelles combattant combattants extremiste extremistes islamiste "
        "islamistes ravisseurs mercenaire mercenaires milicien miliciens separatistes kamikaze kamikazes",
        unspecified="gens personne personnes homme hommes autres autre victimes victime individus individu membres "
        "membre ressortissants morts blesses vies corps militants siens siennes",
    ),
    joins=words("de des du d la le l les et - jeunes jeune presumes presume autres autre au aux en"),
    own_names=frozenset(),
    not_persons=words(_MEASURES),
    stops=words(
        "attaque attaquant ouvert arrive arrives entre apres lorsque quand alors mais qui que lance vise frappe "
        "car avant si annonce indique affirme accuse revendique tandis"
    ),
    breaks=words("dans sur par avec pour a chez sous contre vers pres"),
    months=words("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"),
    weak=words(
        "gardent gardaient perdu perd perdent perdant detient detiennent retient retiennent capture capturent "
        "capturant "
        "emmenent emmene emmenant decime decimant"
    ),
    split=labelled(kidnapped="pris en otages;pris en otage;prennent en otage;prenant en otage"),
    release=words(
        "libere liberes liberees liberee liberent liberation relaches relache relachees relachee retrouve delivres "
        "delivrance libre libres evades secourus echappe"
    ),
    collectives=words("famille groupe equipe fratrie foule"),
    whose=words("le la l son sa leur"),
    plurals=(),
    instead=phrases("non;et non;et pas;contre;au lieu de;et non pas;et non plus;selon;d apres"),
    accompany=phrases("ainsi que;ainsi qu;avec;de meme que;de meme qu;aux cotes de;aux cotes d"),
    weak_passives=sequences(
        "touches;touchees;touche;touchee;atteints;atteint;atteinte;atteintes;brules;brulees;brulee;tombes;tombe;enterres;"
        "enterrees;soignes;soignees;soigne;soignee;operes;operees;pris en charge;prises en charge;retenus;retenues;"
        "emmenes;emmenees;emmene;emmenee;conduits vers;fauches;fauchees;decimes;decimee"
    ),
    speech=words("indique declare annonce affirme confirme rapporte dit ajoute precise"),
    singular_verbs=words("est a etait avait fut serait aurait"),
    plural_verbs=words("sont ont etaient avaient furent seraient auraient"),
    relatives=words("qui que qu dont lequel laquelle lesquels lesquelles"),
    masses=words("armee famille couple foule police gendarmerie garnison personnel"),
    care=words("hopital hopitaux clinique dispensaire urgences morgue soins infirmerie chirurgie prison commissariat"),
    among=labelled(
        killed="parmi les morts;parmi les tues;parmi les victimes;au nombre des morts;au nombre des victimes;"
        "les victimes sont;les morts sont",
        wounded="parmi les blesses;au nombre des blesses",
        kidnapped="parmi les otages;parmi les captifs;parmi les personnes enlevees",
    ),
    accidents=words(
        "accident accidents collision deraillement chavire naufrage inondation inondations crue crues eboulement "
        "glissement seisme secheresse bousculade foudre cholera rougeole paludisme meningite diphterie epidemie "
        "maladie "
        "fievre famine malnutrition effondrement noyade"
    ),
    reduced=sequences("captures;capturees;saisis;retenus;retenues;touches;touchees;atteints;atteintes;emmene;emmenee"),
    moved=words(
        "emmenes emmenees emmene emmenee conduits conduites conduit conduite emportes emportees emporte emportee "
        "entraines entrainees embarques embarquees traines trainees pris prises saisis saisies arraches arrachees"
    ),
    armed=words("armes arme masques inconnus cagoules encagoules ravisseurs assaillants"),
    wilds=words("foret forets brousse montagne montagnes collines maquis savane"),
    body=words(
        "main mains jambe jambes bras yeux doigts pied pieds genou cuisse epaule ventre dos poitrine cou visage"
    ),
    in_all=phrases("au total;en tout;au nombre total"),
    never=words(
        "otage otages emporte emportes emportee emportees emportent emportant emporter ravi ravis ravie "
        "ravies ravit rafle rafles"
    ),
)
