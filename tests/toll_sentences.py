"""Synthetic sentences with the tolls a careful reader finds in them: `k` killed, `w` wounded, `h` taken away, `e` dead
of the armed group; `12` exact, `12+` open above, `8-10-12` low, best, high; nothing after the bar: no toll at all."""

ENGLISH = """
Gunmen killed 12 farmers and wounded five in the village. | k=12 w=5
The raid left 12 dead and five wounded. | k=12 w=5
An ambush on a convoy left at least nine soldiers dead. | k=9+
The blast claimed the lives of four gendarmes. | k=4
The attack claimed 12 lives. | k=12
The crash of the bus under fire cost the lives of 14 passengers. | k=14
The bodies of 23 men were found in a well. | k=23
Rescuers recovered 17 bodies from the river. | k=17
The death toll rose to nine, from six. | k=9
The death toll has risen from 12 to 19, the ministry said. | k=19
The toll stands at 31. | k=31
Death toll climbs to 44 after village raid | k=44
The army lost 14 men in the assault. | k=14
The battalion lost eight soldiers. | k=8
We have lost two officers, the colonel said. | k=2
14 women were marched into the bush. | h=14
The raiders marched 14 women into the bush. | h=14
Armed men seized nine pupils from a dormitory. | h=9
Bandits whisked away 30 travellers on the highway. | h=30
Six aid workers were taken hostage on Friday. | h=6
Insurgents took 11 traders hostage. | h=11
Gunmen snatched three teachers from their homes. | h=3
At least 40 villagers were abducted, the chief said. | h=40+
The abduction of seven nurses shocked the town. | h=7
Two engineers are still being held by the group. | h=2
Bandits are holding 18 passengers for ransom. | h=18
A policeman took a bullet in the thigh. | w=1
One soldier was hit in the leg. | w=1
Two guards were shot in the shoulder and survived. | w=2
Four others were treated for gunshot wounds. | w=4
Eleven villagers are being treated at the general hospital. | w=11
Nine people were rushed to hospital with bullet wounds. | w=9
Seven soldiers sustained injuries. | w=7
Three policemen suffered burns. | w=3
Three soldiers and two civilians were killed. | k=5
Three soldiers, two policemen and a civilian were killed. | k=6
The attackers killed a village chief, his wife and two sons. | k=4
A woman and her two children were shot dead. | k=3
Two teachers and the driver were abducted. | h=3
A priest and two catechists were seized on the road. | h=3
A couple were kidnapped from their farm. | h=2
A nurse and her baby died when the clinic was shelled. | k=2
A mayor and his bodyguard were murdered. | k=2
Twelve people, including two children, were killed. | k=12
Fifteen people died, among them a baby. | k=15
Twenty-six persons, two of them nursing mothers, were led away. | h=26
Ten soldiers were killed, three of them officers. | k=10
Gunmen killed 12 people, including five attackers. | k=12
The army killed 12 militants. | e=12
Five attackers were also killed. | e=5
Four soldiers and 12 militants were killed. | k=4 e=12
Seven soldiers died and 20 insurgents were neutralised. | k=7 e=20
Soldiers gunned down 14 terrorists near the river. | e=14
Police arrested 12 suspects. |
Twelve men were arrested after the raid. |
Some 3,400 people fled their homes. |
870 people have crossed into the neighbouring country. |
Two thousand families were displaced by the attack. |
Gunmen on 40 motorcycles attacked the village. |
The attackers burnt 12 houses and three trucks. |
They stole 200 head of cattle. |
A 12-year-old girl was killed. | k=1
A boy aged 14 was killed. | k=1
Soldiers were killed on 12 March. |
Three soldiers were killed on 12 March. | k=3
The village lies 12 km from the border; six people were killed. | k=6
Nine killed, 14 wounded as gunmen storm market | k=9 w=14
Six soldiers killed in northern ambush | k=6
12 dead in village attack | k=12
Gunmen kill 15, abduct 30 in night raid | k=15 h=30
30 abducted as bandits raid village | h=30
Raid leaves seven dead, many injured | k=7
Village raid: eight dead | k=8
Bandits slaughter 21 farmers | k=21
Several people were wounded. | w=3-3-9
Dozens were killed in the assault. | k=12-12-99
About 50 students were kidnapped. | h=40-50-60
More than 100 people were massacred. | k=101+
As many as 60 soldiers may lie dead. | k=1-30-60
Between 15 and 20 villagers were slain. | k=15-17-20
At least a dozen worshippers were killed. | k=12+
Half a dozen traders were kidnapped. | h=5-6-7
Nobody was hurt in the blast. | w=0
No casualties were reported. | k=0
There were no deaths but three people were injured. | k=0 w=3
The explosion killed no one. | k=0
Sixteen people lay dead between the mosque and the borehole. | k=16
Five officers did not live to see the morning. | k=5
Seven soldiers paid the supreme price. | k=7
Four soldiers were reported dead. | k=4
Eight troops were confirmed killed. | k=8
Two trucks hit mines, killing four and injuring nine. | k=4 w=9
Masked men shot eight villagers dead. | k=8
The shooting of three traders angered residents. | k=3
They buried 16 victims in one grave. | k=16
Nine coffins were lowered into the ground. | k=9
Eleven people were burnt alive in their huts. | k=11
Two farmers were found hacked to death on their plots. | k=2
Ten bodies were brought to the morgue. | k=10
The hospital received 22 wounded. | w=22
Four people succumbed to their wounds. | k=4
The ministry put at 23 the number of troops killed, with 17 wounded. | k=23 w=17
The number of dead rose to 18. | k=18
Fatalities reached 27, the UN said. | k=27
A soldier was killed and two more were injured. | k=1 w=2
Six troops were killed and nine others wounded. | k=6 w=9
One civilian was killed, another was wounded. | k=1 w=1
Both drivers were killed. | k=2
Fourteen hostages were freed on Tuesday. |
The army rescued 17 kidnapped students. |
The gunmen, numbering about 50, attacked the base. |
The attack killed six people, revising an earlier count of four. | k=6
A 30-strong patrol was attacked and three of its men were killed. | k=3
Five pilgrims drowned when the boat was fired upon. | k=5
Eight miners were executed by the roadside. | k=8
Five wedding guests, all women, lost their lives on Wednesday. | k=5
The strike wiped out a family of seven. | k=7
The assault cost nine peacekeepers their lives. | k=9
Three residents were dragged from their beds by armed men and taken away. | h=3
Militants beheaded four loggers and maimed two. | k=4 w=2
Bandits stormed a station, killing three officers, a police spokesman said. | k=3
A drone killed nine herders, a local official and two aid workers said. | k=9
Troops buried four comrades; six others are on admission in the hospital. | k=4 w=6
Some forty homesteads belonging to families had been burnt overnight. |
Two herders, who had gone to fetch water, were shot dead. | k=2
The raiders killed a constable and five stallholders. | k=6
Two Russian trainers and a Malian captain were killed. | k=3
Both the police post and the market were burnt down. |
The ambush killed two soldiers and destroyed five pickups. | k=2
They killed two guards and 12 cows. | k=2
A roadside bomb tore through a truck, killing its six occupants. | k=6
Suspected jihadists on motorcycles fell on a wedding party outside Tera and left nine guests dead, the mayor said. | k=9
The mutiny cost eleven guardsmen their lives before loyalist units retook the armoury. | k=11
A shopkeeper who tried to run was cut down in the doorway of his store. | k=1
Residents of Kossi counted 27 bodies on Sunday, most of them old people who had stayed behind. | k=27
The convoy's escort, ambushed twice in a day, lost 16 men and had 23 wounded. | k=16 w=23
No fewer than 40 schoolgirls were bundled onto trucks and driven into the Falgore forest. | h=40+
Three loggers, missing since Tuesday, were discovered with their throats slit beside the Komadugu. | k=3
The murder of a parish priest in Bwari has revived calls for army patrols. | k=1
Five women gathering firewood stepped on a buried shell; two died instantly and three lost limbs. | k=2 w=3
Police put the number of dead at 13 and said 21 people were being treated for burns. | k=13 w=21
A teenage herder was shot in the stomach and is fighting for his life in Maiduguri. | w=1
Soldiers reported killing "around fifty" insurgents in the swamp. | e=40-50-60
Among the dead are four nurses and a driver employed by a medical charity. | k=5
Kidnappers are still holding 31 of the 44 passengers taken from the train in March. | h=31
Two brothers aged 9 and 11 died under the rubble of a house hit by a rocket. | k=2
The gunmen spared the women but executed every man over fifteen: 19 in all, according to survivors. | k=19
Nobody was harmed, although a dozen shells landed within the airport fence. | w=0
The count had been eight; by nightfall it stood at twelve dead. | k=12
Eight of the district's vigilantes, lured out by a false alarm, never came home. | k=8
Raiders made off with seven girls and some 300 cattle after razing Gidan Dutse. | h=7
At least 18 people, a majority of them traders returning from market, perished when their bus hit a mine. | k=18+
One gendarme died and four of his colleagues were hurt when a grenade went off at a roadblock. | k=1 w=4
The United Nations said 112 civilians had lost their lives in the region since January. | k=112
Gunfire killed a six-year-old and her aunt on the outskirts of Bamenda. | k=2
An army doctor and two orderlies remain in captivity eight weeks after the raid on their ambulance. | h=3
The bombing of a fish market claimed more victims overnight, bringing the toll to 35. | k=35
More than 200 inmates escaped; three warders and an inmate were killed in the break-out. | k=4
Troops who combed the bush on Thursday recovered six more corpses. | k=6
Villagers buried fourteen of their own on Saturday, all of them killed in the dawn assault. | k=14
The army's spokesman claimed thirty attackers killed for the loss of two soldiers. | k=2 e=30
A lorry driver was abducted and his apprentice shot dead on the Ouahigouya road. | k=1 h=1
The shelling maimed at least six children. | w=6+
Four hundred people have fled since militiamen torched the hamlet on Monday. |
Twelve of the thirty hostages taken in the church have since been killed by their captors. | k=12
A stray round struck a pregnant woman, who bled to death before reaching the clinic. | k=1
Militants overran the outpost and slew its commander and nine of his men. | k=10
Officials in Jos confirmed the deaths of a pastor, his wife and their four children. | k=6
The minister denied that any soldier had been captured. |
A night raid on the salt caravan cost five Tuareg drovers their lives, the customs post at Araouane reported. | k=5
Six of the eleven customs men posted at Labbezanga did not live to see the relief column. | k=6
Gunmen posing as a burial party opened up on the chiefs gathered at Zibane, felling seven. | k=7
The hospital in Djibo, which has no surgeon, took in 24 people with bullet wounds on Thursday. | w=24
A seminarian, seized from his room at Kaduna in February, has been found strangled. | k=1
By the army's own reckoning 44 of its men fell at Gubio, more than double the figure given on Monday. | k=44
A bomb hidden in a sack of onions blew apart a taxi in Mubi; its driver and all four passengers perished. | k=5
Herdsmen on Tuesday hacked to death a farmer and his three sons over a trampled field. | k=4
The insurgents let the cook go but kept the engineer and two surveyors, who have now spent a month in the bush. | h=3
Shrapnel tore into a queue for bread, wounding eighteen, nine of them seriously. | w=18
None of the crew of the river boat was hurt when it came under fire. | w=0
Villagers say that thirty-one men were separated from their families, tied together and shot behind the granary. | k=31
A councillor and the two gendarmes guarding him were assassinated on the steps of the town hall. | k=3
The jihadists have freed four of the nine nurses; five are still in their hands. | h=5
The blast flung the lorry into a ravine, and of the men aboard only two survived. |
Some 15 attackers were said to have been neutralised, against the loss of a single corporal. | k=1 e=12-15-18
Nearly 90 households in Tominian lost their granaries to the flames. |
One trader was shot dead and another had both hands cut off at the Wednesday market. | k=1 w=1
In all, 62 people have been slain in the canton since the truce lapsed. | k=62
Unidentified gunmen killed a gold trader and burned his pickup on Sunday, a local security source said. | k=1
Eleven worshippers were shot dead during evening prayers at a mosque in Natiaboani, according to residents. | k=11
At least 17 soldiers and four civilian auxiliaries died in the ambush, the deadliest in the region this year. | k=21+
Boko Haram fighters abducted eight women who had gone to collect firewood outside Banki. | h=8
An improvised mine ripped through a minibus, leaving 12 passengers dead and another seven critically hurt. | k=12 w=7
The bodies of two missing gendarmes were discovered in a dry riverbed on Friday. | k=2
Eight villagers, among them a pregnant woman, were slaughtered with machetes in the hamlet of Kobi. | k=8
Soldiers said they had killed more than 30 militants and recovered 12 motorcycles. | e=31+
Two UN peacekeepers from Togo were wounded, one of them seriously, when their convoy hit a mine. | w=2
A mother of four was killed by a stray bullet as rival vigilantes exchanged fire in Benin City. | k=1
The assailants beheaded the imam and abducted his deputy, witnesses told our correspondent. | k=1 h=1
Nigerian troops lost three men when their outpost in Mafa was overrun. | k=3
Four people died and about 20 were injured after a grenade was thrown into a bar in Bangui. | k=4 w=16-20-24
No soldier was killed in the exchange of fire, the army said. | k=0
A dozen fishermen remain missing after pirates attacked their canoes off Bakassi. |
The attack left dozens dead, many of them children. | k=12-12-99
The militia executed 14 men it accused of spying. | k=14
Up to ten soldiers were feared dead. | k=1-5-10
Survivors counted thirty-three corpses along the road to Djibasso. | k=33
The clash left 31 dead: twenty-two of the attackers and nine soldiers. | k=9 e=22
Nine people were killed: four guests and five cooks. | k=9
The mayor was hit in the arm and his brother, a baker, was killed. | k=1 w=1
"""

FRENCH = """
L'attaque a fait 12 morts et 5 blessés. | k=12 w=5
L'embuscade a fait au moins neuf morts parmi les soldats. | k=9+
Des hommes armés ont attaqué le poste, tuant six militaires. | k=6
Les assaillants ont enlevé 14 habitants. | h=14
Douze personnes ont été enlevées dimanche. | h=12
Neuf personnes enlevées près de la frontière | h=9
Les ravisseurs détiennent toujours 18 otages. | h=18
Le bilan passe à sept. | k=7
Le bilan passe de six à neuf morts. | k=9
Le bilan s'alourdit à 31 morts, contre 24 la veille. | k=31
Le bilan est monté à quarante-quatre. | k=44
Une trentaine de civils ont péri. | k=24-30-36
Plusieurs blessés sont signalés. | w=3-3-9
Deux enseignants et le chauffeur ont été enlevés. | h=3
Deux enseignants et leur chauffeur sont aux mains d'hommes armés. | h=3
Un prêtre et son catéchiste ont été kidnappés. | h=2
Une femme et ses deux enfants ont été tués. | k=3
Un couple a été enlevé dans sa ferme. | h=2
Trois soldats et deux civils ont été tués. | k=5
Trois soldats, deux policiers et un civil sont morts. | k=6
Le maire et son garde du corps ont été assassinés. | k=2
Quinze personnes, dont deux enfants, ont été tuées. | k=15
Dix soldats ont été tués, dont trois officiers. | k=10
Douze morts, parmi lesquels cinq assaillants. | k=12
L'armée a neutralisé 12 terroristes. | e=12
Quatre soldats et douze assaillants ont été tués. | k=4 e=12
Sept militaires ont péri et une vingtaine de djihadistes ont été abattus. | k=7 e=16-20-24
Cinq assaillants ont également été tués. | e=5
La police a arrêté 12 suspects. |
Douze hommes ont été interpellés après l'attaque. |
Quelque 3 400 personnes ont fui leur village. |
Deux mille familles ont été déplacées par les violences. |
Près de 870 personnes ont franchi la frontière. |
Des assaillants sur une quarantaine de motos ont attaqué le village. |
Les assaillants ont incendié 12 cases et trois camions. |
Ils ont emporté 200 têtes de bétail. |
Une fillette de 12 ans a été tuée. | k=1
Un adolescent âgé de 14 ans a été tué. | k=1
Trois soldats ont été tués le 12 mars. | k=3
Le village est à 12 km de la frontière ; six personnes y ont été tuées. | k=6
Neuf morts et 14 blessés dans l'attaque d'un marché | k=9 w=14
Six soldats tués dans une embuscade | k=6
Attaque d'un village : huit morts | k=8
Nord : 12 civils massacrés | k=12
Douze orpailleurs abattus, une trentaine de blessés, des tentes en fumée. | k=12 w=24-30-36
Les corps de 23 hommes ont été retrouvés dans un puits. | k=23
Dix-sept corps ont été repêchés. | k=17
L'attaque a coûté la vie à quatre gendarmes. | k=4
Neuf voyageurs ont trouvé la mort. | k=9
Quatre gendarmes y ont laissé la vie. | k=4
L'armée a perdu 14 hommes dans l'assaut. | k=14
Le convoi a perdu huit militaires d'escorte et trois chauffeurs. | k=11
Onze autres militaires ont été touchés. | w=11
Quatre militaires ont péri et onze autres ont été touchés. | k=4 w=11
Cinq gardes ont péri et deux autres, grièvement brûlés, ont été évacués. | k=5 w=2
Un soldat a été atteint à la jambe. | w=1
Vingt-deux blessés sont pris en charge à l'hôpital. | w=22
Sept personnes ont été hospitalisées. | w=7
Trois villageois ont reçu des balles. | w=3
Un premier décompte fait état de neuf militaires tombés. | k=9
Six soldats sont tombés les armes à la main. | k=6
Le ministère salue la mémoire de dix-sept soldats morts au combat. | k=17
Le ministère confirme la mort de sept soldats. | k=7
La mort d'un gendarme et de deux civils a été confirmée. | k=3
L'assassinat de trois commerçants a choqué la ville. | k=3
L'enlèvement de sept infirmières inquiète les familles. | h=7
L'état-major reconnaît trois morts. | k=3
Les rebelles assurent avoir tué neuf militaires. | k=9
On déplore cinq morts et huit blessés. | k=5 w=8
On dénombre une dizaine de tués. | k=8-10-12
Bilan provisoire : 13 tués, 6 blessés. | k=13 w=6
Le bilan fait état de 16 morts. | k=16
Au moins 40 villageois ont été emmenés en brousse. | h=40+
Cinq pêcheurs ont été emmenés par les assaillants. | h=5
Des pêcheurs ont été rançonnés et cinq d'entre eux emmenés. | h=5
Ils ont pris en otage onze commerçants. | h=11
Onze commerçants ont été pris en otage. | h=11
Deux humanitaires sont retenus en otage depuis lundi. | h=2
Une soixantaine d'élèves ont été kidnappés. | h=48-60-72
Une douzaine de soldats auraient été tués. | k=10-12-14
Entre 15 et 20 villageois ont été égorgés. | k=15-17-20
Plus de 100 personnes ont été massacrées. | k=101+
Des dizaines de villageois ont été tués. | k=10-10-99
Aucun blessé n'est à déplorer. | w=0
L'attaque n'a fait aucune victime. | k=0
Personne n'a été tué dans l'explosion. | k=0
Deux éleveurs ont été lynchés par une foule. | k=2
Onze personnes ont été brûlées vives dans leurs cases. | k=11
Neuf cercueils ont été portés en terre. | k=9
Seize victimes ont été inhumées dans une fosse commune. | k=16
Quatre blessés ont succombé à leurs blessures. | k=4
Treize orpailleurs ont péri sous les missiles. | k=13
Un véhicule a sauté sur une mine, faisant quatre morts et neuf blessés. | k=4 w=9
L'explosion a blessé 14 personnes. | w=14
Un soldat a été tué et deux autres blessés. | k=1 w=2
Six militaires tués et neuf autres blessés. | k=6 w=9
Les deux chauffeurs ont été tués. | k=2
Quatorze otages ont été libérés mardi. |
L'armée a libéré 17 otages. |
Trois agents humanitaires, et non deux, ont été enlevés samedi. | h=3
Les ravisseurs réclament 60 millions pour les 26 otages. | h=26
Une famille de sept personnes a été décimée. | k=7
L'attaque s'est soldée par la mort de huit civils. | k=8
Une mine a tué un berger et ses trois fils. | k=4
Vingt et un paysans exécutés en bordure de route | k=21
Deux éleveurs, que la rumeur disait informateurs, ont été lynchés dimanche. | k=2
Sept éleveurs, partis faire paître leurs chameaux de l'autre côté de la frontière, ont été exécutés. | k=7
Un prêtre a été enlevé samedi soir avec son catéchiste. | h=2
Trois adolescents ont survécu à leurs blessures. | w=3
Neuf soldats sont tombés dans une embuscade. |
Un enfant a été tué d'une balle perdue des malfrats. | k=1
L'explosion a fauché la vendeuse, son fils et quatre acheteurs. | k=6
Un avion a décollé en emportant les 40 derniers soldats. |
L'attaque a tué deux gendarmes et détruit trois pick-up. | k=2
Ils ont pris trois officiers en otage. | h=3
Six policiers tombent dans un guet-apens. |
Le village pleure ses neuf morts. | k=9
Des hommes à moto ont fait irruption dimanche dans un mariage à Fadougou et tué neuf convives, selon le maire. | k=9
L'assaut a coûté la vie à onze gardes, et six autres ont été grièvement atteints. | k=11 w=6
Un boutiquier qui tentait de fuir a été fauché par une rafale sur le pas de sa porte. | k=1
Vingt-sept dépouilles ont été ramassées dans les rizières, la plupart celles de vieillards. | k=27
Huit supplétifs attirés hors du village par une fausse alerte ne sont jamais rentrés. | k=8
Une quarantaine d'écolières ont été embarquées de force dans des camions et conduites en forêt. | h=32-40-48
Trois bûcherons portés disparus depuis mardi ont été découverts égorgés au bord du fleuve. | k=3
Le meurtre d'un curé à Bwari ravive les appels à l'envoi de patrouilles. | k=1
Cinq femmes ont marché sur un engin : deux sont mortes sur le coup, trois ont perdu une jambe. | k=2 w=3
La police chiffre à treize le nombre de morts et à vingt et un celui des blessés. | k=13 w=21
Touché au ventre, un jeune berger lutte contre la mort à l'hôpital de Diffa. | w=1
L'état-major dit avoir mis hors de combat une cinquantaine de djihadistes. | e=40-50-60
Parmi les morts figurent quatre infirmières et un chauffeur d'une ONG médicale. | k=5
Les ravisseurs gardent encore trente et un des passagers du train. | h=31
Deux frères de 9 et 11 ans sont morts sous les décombres d'une maison touchée par une roquette. | k=2
Les assaillants ont épargné les femmes mais ont abattu tous les hommes valides, dix-neuf au total. | k=19
Les tirs n'ont fait ni mort ni blessé. | k=0 w=0
Le décompte, d'abord de huit victimes, a été porté à douze dans la soirée. | k=12
Les pillards sont repartis avec sept jeunes filles et 300 bœufs. | h=7
Au moins 18 personnes, en majorité des commerçants, ont péri quand leur car a sauté sur une mine. | k=18+
Un gendarme est décédé et quatre de ses collègues ont été blessés par l'explosion d'une grenade. | k=1 w=4
L'ONU recense 112 civils tués dans la région depuis janvier. | k=112
Les balles ont tué une enfant de six ans et sa tante à la sortie de la ville. | k=2
Un médecin militaire et deux aides-soignants restent captifs, huit semaines après l'attaque de leur ambulance. | h=3
Le bilan de l'attentat du marché aux poissons grimpe à 35 morts. | k=35
Plus de 200 détenus se sont évadés ; trois surveillants ont trouvé la mort. | k=3
Les soldats partis ratisser la brousse ont ramené jeudi six corps supplémentaires. | k=6
Le village a porté en terre samedi quatorze des siens, tombés sous les balles à l'aube. | k=14
Un camionneur a été enlevé et son apprenti abattu sur la route de Ouahigouya. | k=1 h=1
Dix-sept pêcheurs ont été capturés sur l'île et transférés sur l'autre rive. | h=17
Les obus ont mutilé au moins six enfants. | w=6+
Quatre cents personnes ont fui depuis que des miliciens ont incendié le hameau. |
Onze des trente fidèles capturés dans l'église ont depuis été exécutés. | k=11
Une femme enceinte, atteinte par une balle perdue, s'est vidée de son sang avant d'arriver au dispensaire. | k=1
Les djihadistes ont submergé l'avant-poste et massacré son commandant avec neuf de ses hommes. | k=10
Le préfet confirme le décès d'un pasteur, de son épouse et de leurs quatre enfants. | k=6
Une attaque nocturne contre la caravane de sel a fait cinq tués parmi les chameliers. | k=5
Six des onze douaniers en faction à Labbezanga n'ont pas survécu à l'assaut. | k=6
Des hommes ont ouvert le feu sur les notables de Zibane : sept d'entre eux sont restés sur le carreau. | k=7
L'hôpital de Djibo, qui n'a pas de chirurgien, a accueilli jeudi 24 personnes blessées par balles. | w=24
Un séminariste, enlevé en février dans sa chambre à Kaduna, a été retrouvé étranglé. | k=1
Une bombe cachée dans un sac d'oignons a soufflé un taxi à Mubi, tuant le chauffeur et ses quatre passagers. | k=5
Des bouviers ont tué mardi à coups de machette un cultivateur et ses trois fils pour un champ piétiné. | k=4
Treize corps ont pour l'heure été extraits des décombres et alignés dans la cour de l'école. | k=13
Les insurgés ont relâché le cuisinier mais gardent l'ingénieur et deux topographes, captifs depuis un mois. | h=3
Des éclats ont fauché une file d'attente devant la boulangerie : dix-huit blessés, dont neuf graves. | w=18
Aucun membre d'équipage n'a été touché lorsque la pinasse a essuyé des tirs. | w=0
Trente et un hommes, séparés de leurs familles puis ligotés, ont été fusillés derrière le grenier. | k=31
Un conseiller municipal et les deux gendarmes chargés de sa garde ont été assassinés. | k=3
Quatre des neuf infirmières ont été libérées ; cinq restent aux mains du groupe. | h=5
À Tominian, près de 90 ménages ont vu leurs greniers partir en fumée. |
Un commerçant a été tué par balle et un autre a eu les deux mains tranchées. | k=1 w=1
Au total, 62 personnes ont péri dans le canton depuis la fin de la trêve. | k=62
Un berger de quinze ans a reçu un éclat dans l'épaule et sa sœur a été tuée sur le coup. | k=1 w=1
Des inconnus armés ont abattu dimanche un négociant en or et incendié son pick-up, selon une source locale. | k=1
Onze fidèles ont été fauchés par des tirs pendant la prière du soir dans une mosquée de Natiaboani. | k=11
Au moins 17 soldats et quatre supplétifs civils sont morts dans l'embuscade, la plus meurtrière de l'année. | k=21+
Huit femmes parties ramasser du bois mort ont été enlevées par des combattants de Boko Haram. | h=8
Une mine artisanale a éventré un minibus : douze passagers tués et sept autres grièvement blessés. | k=12 w=7
Les corps de deux gendarmes portés disparus ont été découverts vendredi dans le lit d'une rivière. | k=2
Huit villageois, dont une femme enceinte, ont été massacrés à la machette au hameau de Kobi. | k=8
Selon le gouverneur, les bandits ont relâché 27 des 39 étudiants. |
L'armée affirme avoir éliminé plus de trente terroristes et saisi douze motos. | e=31+
Deux casques bleus togolais ont été blessés, dont un grièvement, au passage de leur convoi sur une mine. | w=2
Une mère de quatre enfants a été tuée par une balle perdue lors d'un échange de tirs entre vigiles. | k=1
Le poste de Mafa a été submergé et l'armée y a perdu trois hommes. | k=3
Quatre morts et une vingtaine de blessés : une grenade a été lancée dans un bar de Bangui. | k=4 w=16-20-24
Aucun soldat n'a été tué dans l'accrochage, assure l'armée. | k=0
Une douzaine de pêcheurs manquent à l'appel depuis l'attaque de leurs pirogues par des pirates au large de Bakassi. |
L'attaque a fait des dizaines de morts, dont de nombreux enfants. | k=10-10-99
La milice a passé par les armes quatorze hommes accusés d'espionnage. | k=14
Jusqu'à dix soldats auraient péri. | k=1-5-10
Des rescapés ont dénombré trente-trois cadavres le long de la piste de Djibasso. | k=33
Le raid a fait 26 morts : huit militaires et 18 assaillants. | k=8 e=18
Le maire de Say, au Niger, sa femme et leur chauffeur ont été assassinés. | k=3
Ont été tués mardi douze soldats. | k=12
"""
