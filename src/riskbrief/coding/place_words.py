"""Words beside a name that tell a place from a person or an ordinary word, EN and FR together, folded."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LOCATIVES = _words(
    """
    in at near around from to toward towards outside between into across through via reached hit struck entered
    attacked seized captured recaptured retook besieged shelled bombed stormed left inside within on of and or for
    northern southern eastern western central northeastern northwestern southeastern southwestern north south east
    west a au aux dans vers pres autour entre depuis jusqu de d du des sur et ou par en hors contre attaque quitte
    """
)
"Words after which a name is likely a place."

STRONG_LOCATIVES = LOCATIVES - _words(
    "of and or for de d des et ou par on to from sur contre left hit attacked attaque quitte a"
)
"Words after which a name that is also a person's is a place ('in Mali', 'northern Mali', 'au Mali')."

INSIDE = _words("in au en dans")
"Words that open how a place lies in a country ('in the south of Mali')."

INSIDE_WORDS = _words(
    """
    the of far south north east west centre center central southern northern eastern western southeastern southwestern
    northeastern northwestern extreme le la l du de des sud nord est ouest centre grand sud-est sud-ouest nord-est
    nord-ouest neighbouring neighboring
    """
)
"Words that may stand between those and the country."

OFFICES = _words(
    """
    president presidents government republic people minister ministers ambassador capital north south east west centre
    center army forces governor parliament part parts region regions leader king state kingdom most all
    """
)
"Words before 'of' after which a name is a country's ('the President of Mali')."

ADMIN_WORDS = _words(
    """
    region regions province provinces state states county counties governorate prefecture prefectures department
    departments departement departements division cercle cercles circle district districts wilaya wilayas etat etats
    lga council
    """
)
"Words that make the name beside them an administrative area."

TYPE_WORDS = ADMIN_WORDS | _words(
    """
    village villages town towns city cities locality localities hamlet hamlets commune communes municipality area
    ville villes localite localites hameau hameaux municipalite zone quartier quartiers suburb suburbs neighbourhood
    neighborhood community settlement camp camps forest foret
    """
)
"Words that make the name beside them a place of some kind."

LINKS = _words("of de d du des la le les l called named nommee nomme")
"Words that may stand between a type word and the name after it ('region de la Tapoa')."

HONORIFICS = _words(
    """
    king queen mr mrs ms miss dr prof professor sir lady president general gen colonel col captain capt lieutenant lt
    major maj sergeant sgt corporal imam sheikh cheikh cheick sheik sultan chief pastor father bishop justice senator
    minister governor mayor ambassador comrade alhaji hadj elhadj m mme mlle monsieur madame docteur capitaine
    commandant sergent adjudant marabout emir amir sidi serigne moustapha ould ag ben bin bint mallam malam
    """
)
"Words before a person's name."

GIVEN_NAMES = _words(
    """
    aboubacar aboubakar abubakar abdoul abdoulaye abdou abdul abdullahi abdulrahman abdallah abdellah abdel abba adama
    adamou adam adji ahmadou ahmad ahmed aicha aissata aissatou alassane alhassan ali alioune aliou aliyu alpha amadou
    amara amina aminata anna antoine arouna assimi assane awa aya ayo ba babacar baba bakary balla bassirou bello
    bemba bintou birama boubacar boubou bouba cheick cheikh chris daouda david demba diallo dieudonne djibril djibo
    drissa emmanuel fanta fatima fatimata fatou fatoumata faure felix fousseyni francois george goodluck guillaume
    habib hadja hama hamadoun hamidou hamza harouna hassan hawa henri hussein ibrahim ibrahima idriss idrissa ismael
    ismail issa issoufou iya iyad jean john joseph kadiatou kadidia kalifa karim kofi kwame lamine lansana laurent
    leon maiga malick malik mamadou mamady mamoudou mariam mariama marie mario maryam michel modibo mohamed mohammed
    mohamadou mohamoud moctar mokhtar mory moussa muhammad muhammadu musa mustapha nana nathan nicolas oumar oumarou
    ousmane ousmane papa patrice patrick paul philippe pierre rokia safi saidou salif salifou salou sadio saleh salou
    samba sambo sanda sani seydou seyni sekou sidiki sidi siaka simon soumaila soumana soumeylou souleymane sulaiman
    sunday suleiman thomas tiemoko tidiane umar umaru usman yacouba yacoubou yahaya yahya yaya yusuf youssouf youssef
    zakaria zara zara michael peter james robert william daniel samuel stephen steven mark martin richard charles
    edward kevin brian eric
    """
)
"First names common in the region's reporting; some are also hamlets."

SURNAMES = _words(
    """
    ba barry bah balde bamba bagayoko bathily berthe camara cisse cissoko cissokho compaore conde conte coulibaly dabo
    damiba daou deby dembele diaby diabate diakite diallo diane diarra diarrassouba diawara diatta dicko dieng dieye
    diop diouf dioum doumbia doumbouya drame fall faye fofana gaye gbagbo gomis gueye guindo haidara issa jallow
    kabore kane kante keita kone konate kouyate kouassi kouame kourouma koita koroma lo maiga mane mbaye mendes ndiaye
    ndour niang niasse nikiema ouattara ouedraogo poudiougou sagara sall samake sambo sane sanogo sankara sankare sarr
    sawadogo seck senghor sidibe simpore sissoko somda soro sow soumahoro soumare sy sylla tall tamboura tandja
    tapsoba tchiani toure traore togola tinubu tiendrebeogo togo thiam wade wague yameogo zongo zoungrana zida bello
    buhari obi okafor okonkwo obasanjo mahama akufo boni talon gnassingbe barrow weah boakai bio embalo faye sonko
    bazoum goita choguel tchiani djotodia touadera masra smith jones johnson brown williams miller davis wilson taylor
    clark lewis
    """
)
"Family names common in the region's reporting; some are also hamlets."

FLAGS = _words("flag flags flagged pavillon pavillons drapeau drapeaux")
"Words beside a country whose flag is meant ('a Liberian-flagged tanker', 'sous pavillon libérien')."

FLAG_LINKS = _words("of de du d des")
"Words between a flag and its country."

PERSON_WORDS = GIVEN_NAMES | SURNAMES

NEIGHBOURS = (
    TYPE_WORDS
    | LOCATIVES
    | _words(
        """
    the this that these those a an as and or but if when while since before after during under over with by for not
    its their his her it he she they we you i le la les un une des ce cette ces son sa ses leur l d qu que qui il elle
    ils on selon apres avant pendant depuis lors alors mais car si quand ou comme meme plus monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october november
    december lundi mardi mercredi jeudi vendredi samedi dimanche greater upper lower new old grand grande petit haute
    haut bas basse nord sud est ouest centre sahel north south east west central northern southern eastern western
    international airport aeroport prison hospital hopital university universite market marche mosque church barracks
    base garrison caserne gendarmerie police army armee air force forces armed defense defence security military
    militaire junta coup government gouvernement republic republique state national federal federation parliament
    assembly assemblee senate court tribunal supreme constitutional ministry ministere minister ministre ministers
    president presidents presidential presidency prime vice chief chiefs leader leaders ruler rulers governor mayor
    ambassador embassy ambassade envoy mission united nations un eu au ecowas cedeao aes troops soldiers soldats
    rebels rebel rebelles jihadists jihadist jihadis islamists islamist terrorists terrorist militants gunmen bandits
    separatists separatist tuareg touareg tuaregs fulani peul dogon arab hausa war guerre crisis crise conflict attack
    attacks attaque attaques election elections vote referendum constitution transition transitional peace paix accord
    agreement deal talks dialogue sanctions border frontiere gold mine mines mining oil gas football cup coupe team
    equipe eagles federation olympic embargo media press radio tv television news bank banque company group airlines
    airways river lake mount mountains forest desert valley delta basin gulf bay island islands peninsula park reserve
    road bridge avenue street rue office authority agency commission committee council union league party parti
    movement mouvement front opposition civil society human rights world food programme program health red cross msf
    unicef unhcr
    """
    )
)
"Capitalised words that may stand beside a place name without making it a person's."
