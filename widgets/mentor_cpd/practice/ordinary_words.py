"""Everyday English words, which at the start of a sentence, or with a capital for stress, are
nobody's name. Gathered from what stands in small letters in this course, and by theme."""

from __future__ import annotations

from typing import Final

ORDINARY: Final = frozenset(
    """
    abashed able about above absence absent abstract abuse abuser abusing academic accents
    accept acceptable acceptance accepted accessibility accident account accounts accurate
    accuse ache achievable achieved achievements acid acknowledge acorn acre acronym across act
    acted acting action activate active actively activities activity actor actress actual add
    added additional address adds adjective adjectives adjustments administrator adult adults
    adverb advice advise advisers advises affect affected affirmation affirmations afraid after
    afternoon afternoons afterwards again against age aged agencies agency agenda ages ago agree
    agreed agreeing agreement agrees ahead aid aider aids aim aims air airport aisle alarm album
    alcohol alerted alerting alias alike alive all allegation allegations alley allow allowed
    almost alone along aloud alphabet already alright also alter alternative although alto
    always am amazing ambulance among amount an analysis anchor and anew anger angle angry
    animal ankle announce announced announces annoyed annoying another answer answered answering
    answers anxiety anxious any anybody anyone anything anyway anywhere apart apologies
    apologise apology apostrophe app appalling apparently appear apple apply appointments
    appreciate apprenticeship appropriate approximately apron aprons arch archery architecture
    archived are argue argued arguing argument arm armchair arms army around arrange arrives
    arrow arrows art article as ash ashamed ask asked asking asks asleep aspiration aspirations
    assembly assertiveness assess assessed assessment assessments assignment assistant
    assistants assumptions at ate athlete atlas atlases attachment attack attainment attempt
    attempts attend attendance attending attention attic attitude audience aunt auntie aunts
    author authority authors autistic autumn available average averaged avocado avoid avoidance
    awaited awaiting awake aware away awful awkward axe baby back background backing backstop
    backup bacon bad badge badger badly badminton bag bags bakery balance ball balloon banana
    band bandage bang banged bangs banjo bank banks bar barbecue barber bare bargain barge
    barley barn barrier barriers barrister base baseball based basement basic basis basket
    basketball bass bat bath bathroom battery battle be beach bead beak beakers beamed bean bear
    beard beast beat beaten beautiful beautifully beaver became because become becomes bed
    bedtime bee beef been beetle before beforehand began begin beginning begins begun behalf
    behave behaviour behind being believe believed believes bell bells belong belongs below belt
    bench benchmarks beneath bent bereaved bereavement berry beside besides best bet better
    between beyond bias bib bibs bicycle bid bien big bigger biggest bike bilingual bill bin
    binding binds bingo bins biology bird birth birthday birthdays biscuit biscuits bit bite
    biting bits bitter blackboard blame blamed blames blank blanket blazer blender bless blind
    blink blister blizzard block blood blossom blouse blow blue blues blurred board boat boats
    bobble bodies body bomb bone bonfire bonnet book booked books boot boots border bored
    boredom boring born borough borrow borrowed both bother bottle bottom bought bound
    boundaries bounded bounds bowl bowler bowling bowls box boxes boxing boy boyfriend boys
    braced bracelet braces brackets brain brake braked branch branching brass brave bravest
    bread break breakfast breaking breaks breaktime breath breathe breathes breeze brick bricks
    bride bridge brief briefing briefly bright brilliant brilliantly bring brings brisk broccoli
    broke broken broom brother brothers brought brown browser browsers bruise brush brushes
    bubble bucket buckle budget bug build building builds built bulb bull bullet bullets bullied
    bully bullying bump bundle bunk burger burglar burn burnt burrow bursts bus buses bush
    business busy but butcher butter butterflies butterfly button buttons buy buys by bytes
    cabbage cabin cable cactus cafe cage cake calculator calendar calf call called caller
    calling calls calm calmly came camel camera camp campsite can canal cancel candle cannot
    canoe canonical canteen canvas cap capabilities capital capitals captain car caravan card
    cardboard cardigan cards care cared career careers careful carefully careless carers cares
    caretaker carnival carol carpet carpets carried carrier carries carrot carry carrying
    cartoon case cases cash cast castle castles cat catch catches catching caterpillar cattle
    caught cause cavalry cave ceiling celery cell cellar cello cells cemetery cent centre cereal
    certain chain chair chairs chalk champ champion chance change changed changelog changeover
    changes changing chapel chaps character characters charge charities charity charming chart
    charts chase chat cheap cheapest cheat check checked checking checklist checkout checkpoint
    checkpoints checks cheek cheeky cheer cheerful cheerleading cheers cheese chef chemist
    chemistry cherry chess chest chewing chicken child childhood children chilli chimney chin
    chip chips chocolate choice choices choir choose chooses choosing chop chorus chose chosen
    church cinema circle circus citation citations cite cited cites city claimed claims claps
    clarinet class classic classroom clay clean cleanly clear clearance cleared clearer clearly
    clever cleverer click clicks cliff climate climb climbing clinic clipboard clips cloak
    cloakroom clock clocks close closed closely closes closing clothes cloud clouds clown club
    clubs clue clumsy coach coaches coaching coal coast coat coats cobra cocoa coconut code
    codes coffee coffin coin coins cold coldest collage collar colleague colleagues collect
    collects college colleges colon colour coloured colouring column columns comb come comes
    comfort comfortable comic coming comm command commands commas commenced commencement comment
    commentary commit commitment commits common commonest communication community company
    comparative compared compares compass competencies competency competition compile complain
    complaint complete compliment computed computer computes con concentrate concentration
    concern concerned concerns concert concluded conclusion condition conditions cone cones
    conference confidence confident confidential confidentiality configuration confirm
    confirmation confirmed confirms confuse confused confusion conker connection connects
    consensus consent consequence consider consideration considered consultation consulted
    contact content contest contextual continent continue continues continuing continuous
    contract contracts control conversation cook cooker cooking cool coordinator copied copies
    coping copper copy cork corn corner corners cornet correct corrected correction corridor
    corridors cost costs cottage cotton cough could council councils counselling counsellor
    count counted counter counterweight counting country counts couple course courses coursework
    court cousin cover covered covers cow cowboy crab cradle craft cramps crane crash crawl
    crayon crazy cream creature creeper cricket cried cries crime crisps criteria criterion
    critical crocodile cross crossed crosses crossness crouches crowd crown cruel crumb crush
    cry crying cucumber cue cultures cup cupboard cupped cups cure curiosity curious curly
    current curriculum curry curtain cushion custard custom cut cuts cutting cycle cymbal dad
    daft daily dairy damage dance dancer dandelion dang danger dangerous dare dared dark dart
    darts dashes data database databases date dated dates daughter dawn day days dead deadline
    deaf deal dealing dear death debrief debt debugger decent decide decided decides deciding
    decision decisions deck declaration declared declines decoded decoding deep deer default
    defenders defiance deficit define defined defines definite definitely definition degrees
    dehydrates delay delayed delete deleted deleting delight deliver demand dentist deny
    department departments depend depended dependence dependency depends depot deputy describe
    described description desert deserve deserves design designated designed desk desks
    desperate dessert destroy detail detective detention detentions detour develop developer
    developing development developmental device devices diagnosis diagnostic diagnostics diamond
    diary dice dictionary did die died dies diet differ difference different differentiation
    differently differs difficult difficulties difficulty dig digest digger digging digits
    dinner dinosaur direction director directory dirt dirty disabilities disability disabled
    disadvantages disagree disappear disappointed disappointment disaster discharged disclosed
    disclosure disco discover discreet discriminatory discuss disengagement disgust dish disk
    dislike dismiss disorder disorders disrupt distance distract disturb ditch dived diver
    divide division divorce do doctor doctors document documents dodged does dog doing doll
    dolphin dominoes done donkey door doorbell doors doorstep doorway dose dot double doubles
    doubt doubted dough doughnut down downwards dozen draft drafts drag dragon drain drama
    dramatic draw drawer drawing drawings drawn draws dreadful dream dress dressed drew drill
    drilled drills drink drinking drip dripping drive driven driver drives driving drop dropped
    dropping drops drove drown drum drummer drunk dry dryers duck due duet dull dungeon during
    dust duty duvet dyscalculia dyslexia dyslexic each eager eagle ear earlier early earn earned
    earns earring ears earshot earth earthquake ease easier easily easy eat eaten eating eats
    echo edge edit edited edition editions editor education educational eel effect effects
    effort egg eight eighth eighths eights either el elbow elbows election element elephant
    elevator eleven elf else elsewhere email emails embarrassed embarrassing emerald emotion
    emotional emotionally empathy emptier empty en enacted encoding encourage encouragement end
    ended ending endings ends enemy energy engage engaged engine engineer enjoy enjoyed enormous
    enough enrolment enter entered entire entries entry envelope envelopes environment equal
    equally era erased erasing erasure erred error errors es escape especially essay essential
    estate euphemisms euphonium evaluation even evening evenings event events eventually ever
    every everybody everyday everyone everything everywhere evidence evil exact exactly exam
    examiner example examples exceed excellent except exception exceptional exchange excited
    exciting exclude exclusion excuse exercise exhausted exhibition exist exit exits expect
    expectation expected expecting expensive experience experienced expert experts explain
    explained explains explicit explore explored explorer exploring exporter extends extension
    extinguisher extra extreme extremism eye eyebrow eyebrows eyes fabric face faces fact
    factory facts factual fade fades fading fail failed failing fails failure faint fainted
    faints fair fairly fairness fairy faith fake falcon fall fallback fallen falling falls false
    familiar families family famous fancy fanning far fare farm farmer fashion fast faster fat
    father fathers fault faults favour favourite fear feast feather feature features fed feed
    feedback feeding feel feeling feelings feels feet fell fellow felt female fence fern ferry
    festival fetch fetched fetches fetching fever few fewer fewest fiction field fierce fifteen
    fifteenth fifth fifty fig fight fighting fights figure figures file files fill filled
    filling fills film filters final finally find finding findings finds fine fined fines finger
    fingerprint fingers finish finished finishes finitely fire fireman firework firm firmly
    first firsts fish fishing fist fit fits five fives fix fixed fixes flag flags flame flamingo
    flap flaps flash flask flat flavour fleece flew flick flicker flicks flight flinch flip
    flipping float flood floor floors flop flour flower flu fluent fluid fluke flute flying
    focus fog fold folded folder folders folds follow followed following follows fond food fool
    foolish foot football footpath for force forecast forehead forest forever forgave forget
    forgets forgive forgot forgotten fork form format former forms fortnight forty forward
    forwards fossil fought found founder founding fountain four fourteen fourteenth fourth fox
    foyer fraction fractions frame frames freckle free freely freeze freezer frequent frequently
    fresh fret fridge friend friendly friends friendship friendships frighten frightened
    frightens fringe frog from front frost frozen fruit frustrated fudge full fuller fume fun
    function functions funeral fungus funny fur furious furniture further furthest fuse fuss
    fussy future gain gained gaining galaxy gallery game games gang gap garage garden garlic
    gate gates gather gathered gathers gauge gave geese gel gender genders generous genital
    gentle gentlest gently gerbil get gets getting ghastly ghost giant giants gift gifted giggle
    ginger giraffe girl girlfriend girls gist give giveaway given gives giving glacier glad
    glass glasses glitter global globe glossary glove gloves glue go goal goals goat goes going
    gold goldfish golf gone good goodbye goodholds goodness goose gorilla gossip got government
    governor governors grab grace grade gradebook graded grading graduate grain gram grammar
    gran grandad grander grandly grandparent grandparents granted grape grapefruit graph
    graphical grass grateful gravel gravity gravy grease great greedy green greenhouse grew grey
    grid grief grieve grieving grit gritted gritter gritting groan grocer ground grounds group
    groups grow growing grown growth grumbled guard guarding guess guessed guesser guessers
    guesses guessing guest guidance guide guiding guilt guilty guinea guitar gum gun gutter gym
    gymnastics habit habits had hail hair hairbrush haircut half halfterm halfway hall hallway
    halves ham hammer hamster hand handbag handball handed handful handing handkerchief handle
    handlers handling hands handshake handsome handwriting hang hanging hangs happen happened
    happening happens happily happy harbour hard harder hardest hardly hare harm harmed harmful
    harness harp harsh harvest has hash hat hatch hate hated hates have having hawk hay he head
    headache heading headings headphones headset headteacher health healthy hear heard hearing
    hears heart hearts heat heater heaven heavily heavy hedge hedgehog heel height held
    helicopter hello helmet help helped helpful helping helpless helps hen her herb herd here
    hero heroine heron hers herself hesitate hex hiccups hid hidden hide hides hiding high
    highchair highest hiking hill him himself hinge hints hip hippo his history hit hits hive
    hobby hockey hold holding holds hole holes holiday home homework honest honestly honesty
    honey honours hood hoodie hoof hook hoover hope hoped hopeful hopeless hoping hops horn
    horrible horror horse horses hospital host hosted hostel hosts hot hotel hottest hour hours
    house household housework how huge hugged humming humour hums hundred hung hungry hurry hurt
    hurting hurts hut hygiene hymn hyperactivity hyphens ice iceberg icing id idea ideal ideas
    identify idle ids if igloo ignore ignored igraph ill illness image imagery images
    imagination imagine immediate immediately impact import important importing imports
    impossible impressed improve in inattention inch incident include included includes
    including inclusion increase independent index indicates individual individuals indoor
    indoors infant infection inform information informed injure injury ink inline inquiry insect
    inside insist install installed installs instance instead instinct instruction insulin
    insult integration intend interest interested interesting interests internet interpreter
    interrupt interval intervention interventions intimate into introduce invented investigate
    investigating invite involve involved iron irons is island isolation issue issues it italics
    item items its itself jacket jail jam jar jargon jaw jealous jeans jelly jellyfish jersey
    jet jewel jewellery jigsaw job jobs join joined joins joke joking journal journals journey
    joy joystick judge judged judgement judges judo jug juice jump jumped jumper jumpers jungle
    junk jury just justice kangaroo karaoke karate kayak kebab keen keep keeper keeping keeps
    kennel kept kernel kestrel ketchup kettle key keyboard keyed keys keyworker kick kicking kid
    kidney kids kill kind kinder kindest kindly kindness kinds king kingdom kingfisher kiss kit
    kitchen kitchens kite kitten knee knees knew knife knight knives knock knocked knocks knot
    know knowing knowledge known knows koala label labelled labels laboratory lace lack lacked
    lacks lad ladder ladies lady ladybird laid lake lamb laminated laminator lamp lamps land
    landed landing landlord language languages lanyard lap lapsed lapses laptop large larger
    laser last lasted late lately lateness later lates latest laugh laughed laughs laundry lava
    lavender law lawn lawyer lay layered layers lays lazy lead leader leadership leading leads
    leaf leaflet leaflets leak leaks lean leaned leaning leans learn learned learners learning
    learns learnt least leasts leather leave leaves leaving led leek left leg legal lego legs
    lemon lemonade lend lends length lens lent leopard less lesson lessons let lets letter
    letters letting lettuce level levels liar libraries library licence licences licensed lid
    lids lie lies life lifeguard lift lifts light lighter lighthouse lighting lightly lightning
    lights like liked likely likeness likes likewise lily lime limit limited limits line lines
    link links lint lion lip lips list listed listen listened listeners listening listens lists
    lit literacy litter little live lived liver lives lizard llama load loads loan lobby lobster
    local lock locked locker lockers locking locks loft log logged logic logs lollipop lolly
    loneliness lonely long longer longest look looked looking looks loop loops loose loosen
    lorries lorry lose loser loses loss lost lot lots lottery loud louder loudly lounge love
    loved lovely loves lovey low lower lowest loyal luck lucky luggage lump lunch lunchbox
    lunches lunchtime lunchtimes lung lying machine mad madam made magazine magic magician
    magnet maid mailbox main make makes makeup making male mammal man manage managed manager
    mango manner manners manually many map mapped mapping maps marathon marble march marched
    margin mark marked marker markers marking markings marks marshal marvel marvellous mascot
    mask masks massive mat match mate mates maths mats matter mattered matters mattress may
    maybe maze me meadow meal mean meaning means meant measles measurable measure measured
    measures measuring meat mech mechanic medal mediation mediator medical medicine medium meet
    meeting meetings meets melon member memory mend mended mending mends mental mention
    mentioned mentor mentoring mentors menu mercy mermaid mess message messages messing messy
    met metadata metal meteor meter meters method methods metres mi microphone microscope
    microwave midday middle midnight might milk mill mind minded minding minds mine mineral
    minibus minimised minimum mint minute minutes mirror miserable miss missed misses missile
    missing mistake mistakes mitten mix mixed mixes mizzling mm moan moaning moat mobile model
    models modern module modules mole moment moments money monitor monitoring monkey monster
    month months mood moon moor moral more morning mornings most mostly moth mother motivation
    motor motorbike motorway mountain mounted mouse moustache mouth move moved moves movie
    moving ms msgspec much mud muddies muddle muffin mug mugs mule multi multiplies mum murder
    murmur muscle museum mushroom music musician must mustard mute mutilation mutter muy my
    myself mystery myth nail naked name named names naming nan nans nappies nappy narrow nasty
    nation nations native natural nature naughty nbgrader near nearby nearer nearest nearly neat
    neater neatly necessary neck necklace need needed needing needle needs needy negative
    neglect neglected negotiated negotiating negotiation negotiator neighbour neighbourhood
    neither nephew nerve nervous nest nested net netball nettle network neuf never new newer
    newest news newspaper next nice nicely nicer nickname niece night nightmare nights nine
    nineteen ninety ninth no nobody nod nodded nodding nods noise noisy none nonsense noodle
    noon nor normal normally north nose nosebleed nostril not note notebook notebooks noted
    notes nothing notice noticeboard noticed notices noticing nought noun novel now nowhere
    nudes null numb number numbered numbers numeracy nun nurse nursery nut oak oar oats obey
    object objective oboe observation observed observing obstacle obvious obviously occasion
    ocean octopus odd of off offence offer offered offering offers office officer officers
    official offside often oh oil ointment okay oktas old older oldest omelette on once one ones
    onion online only open opened opening openings openly opens opera operation opinion opinions
    opposite option optional options or oral orange orchard orchestra order ordinary organ
    organisation organisations organised original orphan ostrich other others otherwise otter
    ought our ours ourselves out outcome outcomes outdoors outings outline outlive outside oven
    over overcoat overheard overlay overpromised overview overwritten owe owed owl own owned
    owner oyster pack package packages packed packet packing paddles padlock page pages paid
    pain painful paint painted painting paints pair pairs pal palace pale palm pan pancake panda
    panel panic pants paper papers parachute parade paragraph paragraphs parallel paraphrase
    parcel parent parentheses parents park parking parrot parses parsley parsnip part particular
    partly partner partners parts party pass passage passages passed passenger passes passing
    passport password passwords past pasta pasted pastry path paths patience patient patrol pats
    pattern pause pavement paw pay paying pays pea peace peaceful peach peacock peaky peanut
    pear pebble pedal peeled peeling peelings peels peer peers peg pegs pelican pen pencil
    pencilcase pencils penguin penguins pennies penny pens pensioners people pepper per
    percussion perfect perfume perhaps period permission person personal personally persuade pet
    petrol pharmacy phase pheasant phone phones phonics photo photocopier photocopy photograph
    phrase physical physics piano piccolo pick picked picking pickle picks picnic picture
    pictures pie piece pieces pig pigeon pigeonholes pigeons pile pill pillow pilot pin pine
    pineapple ping pink pinned pins pipe pirate pitch pitied pity pizza place placed
    placeholders placement places plain plainly plaits plan plane planet planned planner
    planners planning plans plaster plastic plate plates platform play played player playful
    playfulness playground playgrounds playing plays playthrough playthroughs playtime pleasant
    please pleased plenty plough plug plum plumber pocket podium poem poet poetry point pointed
    points poison polar pole police policy polite politely politeness politest pollution pond
    pony pool poor poorly poppet poppy popular pork porridge port position positions positive
    positiveness possible possibly post postbox postcard poster postman pot potato potential
    potion pots pounds pour poured powder power practical practicals practice practices practise
    practised practises practising practitioners praise praised prawn prayer precious prefect
    prefer preference preferential pregnant preparation prepare preprocessor prescriptions
    present presenter president press pressed presses pressure pretend pretty prevent previous
    price pride priest primary prime prince princess principal principles print printed printer
    printout prints prior prison private prize probably probation problem problems procedural
    procedures process processor produce professional professionals professor profile profiles
    program programme programmes programming progress project projects promise promised promises
    promote prompt prompts proof propeller proper properly property propose proposed proposes
    props prose protect protection protects protocol proud prove proved proves provide providing
    provision proxy pseudonym psychologist psychologists psychology pub public published pudding
    puddings puddle puffin pull pulled pulls pully pump pumpkin punch punctuality punctuation
    puncture punishment pupil pupils puppet puppy pure purple purpose purposes purse push pushed
    pushes put puts putting puzzle puzzled pydantic pyjamas pyramid pytest qualification quality
    quarrel quarter queen question questions queue quick quicker quickest quickly quiet quieter
    quietly quilt quit quite quiz quotation quote quoted quotes rabbi rabbit raccoon race racket
    racks radiator radio radish raft rail railway rain rainbow raincoat raining raise raised ran
    random rang range rapport rare rarely rash rat rates rather raw razor reach reached reaches
    react read readable reader readers reading readings reads ready real realise really reason
    reasonable reasoned reasoning reasons reassuring rec receipt recent recently reception
    recess recipe recognise reconnecting record recorded recorder recording records recover
    recovered rectangle red reds reduce reduced reels refer referee referral referrals referred
    referring reflect reflection reflections reflective refuge refugee refuse refused refuses
    region register registers registration regular relate relation relationship relationships
    relative relax relay release released releases relevant relief relies religion reload rely
    remain remark remarkable remedy remember remembered remembers remind remote remove removing
    renamed render rendered renderer reopen reopening reopens repair repaired repairing repairs
    repeat replace replaced replay replayed replaying replies reply report reported reporting
    reports reptile request require rescue rescued research reserve residential resilience
    resist resources respect respecting respond response responsibility responsible rest
    restaurant restaurants rested restless restorative restraint restrictive rests result
    results resume resumed retake retraction return returned returns reused reveal reveals
    reverse review reviewed reviewing reviews revision reward reworded rewritten rhinoceros
    rhyme rhythm ribbon rice rich rid riddle ride right ring ringing rings rise rises risk river
    road roads rob robbery robin robot rock rocket role roles roll rolled rolls roof room rooms
    root rope rota rough roughly round roundabout route routes routine row rows royal rub rubbed
    rubber rubbing rubbish rubric ruby rude rug rugby ruin rule ruled ruler rulers rules ruling
    rumour run rung runner running runs rush rushed sack sad sadness safe safeguard safeguarded
    safeguarding safety said sailor sake salad salary salmon salt same samosa sample samples
    sanction sand sandal sandpit sandwich sat satellite sauce saucepan saucer sausage save saved
    saves saving saw sawdust saxophone say saying sayings says scaffold scaffolding scale scales
    scare scarecrow scared scarf scary scatty scenario scenarios scene scenes schedules school
    schoolbag schools science scientist scissors scolding scooter score scored scores scout
    scrapbook scream screen screens screw screwdriver script scripted scripts sculpture se sea
    seagull seal sealed seals seams search seasick seat seating seats seaweed seclusion second
    secondary seconds secrecy secret secretary secretly secrets section security see seed seeing
    seek seem seemed seems seen sees seesaw select selective self selfish sell semicircle send
    sending sends senior sense senses sensible sensitive sensory sent sentence sentences
    separate serious seriously serve server serves service services serving session sessions set
    sets setting settings settle settled settles seven sevens seventh several severe sewing
    sexual shade shadow shaft shake shaking shaky shall shame shampoo shape shapes share shared
    shares sharing shark sharp sharpen sharpener sharpens she shed sheep sheet sheets shelf
    shell shelter sheriff shield shielding shift shifted shine ship ships shirt shirts shock
    shocked shoe shoebox shoes shook shoot shop shopping short shorten shorter shortest shorts
    shot should shoulder shoulders shout shouted shouters shouting shouts shovel show showed
    shower showing shown shows shrug shrugs shut shuts shy sibling siblings sick sickness side
    sided sides sigh sight sign signal signed signing signposted signs silence silent silently
    silly silver similar simple simply since sincerely sing singer singers singing single sings
    sink sips sir siren sister sit site sits sitting situation six sixteen sixth sixty size
    skateboard skeleton sketch ski skill skilled skills skin skip skipped skirt skirting sky
    skyscraper slack slam slap slash slave sledge sleep sleeping sleeps sleeve sleeves slept
    slices slid slide slides sliding slight slightest slightly slip slipped slipper slips slow
    slowest slowly slug slurring small smaller smallest smart smear smell smells smile smiled
    smiles smiling smoke smooth smoothed smoothie snack snag snail snake sneer sneered snow
    snowball snowing snowman snub so soaked soap sob soccer social society sock socks sofa soft
    softer softly soil sold soldier solicitor solicitors solid solo solution solve solving some
    somebody somehow someone something sometimes somewhere son song soon sooner sore sorry sort
    sorted sorting sorts soul sound sounded sounding sounds soup sour source sources south space
    spaces spade spaghetti spanner spans spare spared sparrow speak speaker speaks spear spec
    special specific spectrum speech speed spell spelling spellings spells spelt spend spending
    spends spent spice spider spilled spinach spine spirit spit spite splashing split spoil
    spoke spoken spokes sponge spoon sport sports spot spotless spots spotted sprained spray
    spread spreadsheet spring spun spy square squares squash squashes squeeze squinting squirrel
    stable stacks stadium staff staffroom stage stain stair staircase stairs stake stammer
    stammers stamp stand standard standing stands staple stapled stapler stapling star stare
    starfish stars start started starting starts starve starved starving state statement states
    station statue statute statutory stay stayed staying stays steady steak steal steam steel
    steep steer steering steers step stepbrother stepfather stepmother stepped steps stereo stew
    stick sticker sticking sticks sticky stiff still stillness sting stir stirred stock stomach
    stone stood stool stop stopped stopping stops stopwatch storage store stored stories storm
    story stove straight strange stranger strategies strategy straw strawberry stream street
    strength strengths stress strict stricter strictly strike string strings strip stripe strips
    stroke strokes stroll strolling strong struggle struggles stubborn stuck student students
    studies study stuff stumbled stung stupid style subclass subject submarine submission
    submissions submitted subtitles subway succeed success such sudden suddenly suffer sugar
    suggest suicidal suicide suit suitable suitcase suits sulk sulky sum summaries summarise
    summary summer sums sun sunflower sunglasses sunrise suns sunset sunshine superbly
    supermarket superstar supervision supervisor supper supply support supported suppose sure
    surely surgeon surgery surname surprise surveillance survey survives suspect suspected
    suspend suspended swan swap swaps sway sways swear sweater sweet sweetheart sweets swim
    swimmer swimming swing swinging switch switched sword syllable symbol syrup system tab table
    tables tablet tablets tabs tack tackle taekwondo tag tail tailor take taken takes taking
    talent tales talk talked talking talks tall tallies tambourine tank tantrum tap tape taped
    tapes tapped tapper taps target targets tarmac tart task tasks taste taught tax taxi tea
    teach teacher teachers teaches teaching teacup team tear tears teas tease teatime technician
    teenager teenagers teeth telephone telephones telescope television tell telling tells telly
    temper temperature template templates temple temptation tempted tempting tempts ten tend
    tends tennis tense tent tenth term terminal termly terms terrible terrified test tested
    testplan testplans tests text textbook texts than thank thanked thanks that the theatre
    their theirs them themselves then theory therapist therapy there thermometer these they
    thick thief thigh thin thing things think thinking thinks third thirds thirsty thirteen
    thirty this thorough those though thought thoughts thread threat threaten threatened three
    threshold threw throat throne through throw thrown thumb thumbed thumbnail thumbs thump
    thunder thus tick ticked ticket tickets ticks tidied tidy tie tiger tight tighter tightest
    tiles till time timed times timetable timetables timing tin tiny tip tips tired tiring
    tissue title titles to toast tobacco today toddler toe toffee together toilet toilets told
    tomato tomb tomorrow tone tongue tonight tonsils too took tool toolbox toolkit tools tooth
    toothache toothbrush toothpaste top topic topics torch tore torn tornado tortoise tossed
    total touch touched tough toward towel tower town towpath toxic toy trace tracebacks tractor
    trade tradition traffic trail train trained trainer trainers training trains traits tram
    trampoline tranquillity transaction transcript transition transitions translate translated
    trap trauma travel traveller travelling tray trays treasure treat treated treats tree
    tremble trial triangle tribe tribunal trick tricked tricky tried tries trimmed trip triplets
    trolley trombone trophy trouble trousers truancy truant truck true truing truly trumpet
    trunk trust trusted trusts truth try trying tshirt tuba tube tucked tulip tummy tuna tunic
    tunnel turban turkey turn turned turning turnip turns turtle tutor twelve twenties twenty
    twice twin twins two type typed types typewriter typical typing tyre ugly ukulele umbrella
    unable unanswered unask unasked unavailable uncapped unchanged uncle uncles undated under
    underlined underlines underneath underpants understand understanding understands understood
    undoes unexplained unfair unfolds unhappy unhurt uniform union unique unit universe
    university unkind unknown unless unlike unmended unpacking unpicked unrepaired unsafe unsaid
    unsaved unsound until untrue unusual unverified unwell unwinds unwitnessed up updated upper
    upright upset upside upstairs urgent urgently urn us use used useful useless uses usual
    usually vacation vaccine vague validate validating validation valley valuable value values
    valve valves van vandal vanilla vanish variable various vase vault vegetable vegetables
    vehicle verb verbal verdict verified version versions very vest vet victim video view
    village villain vinegar viola violence violent violin violinist virus visit visited visitor
    visits vital vitamin vocabulary voice voicemail voices volcano volleyball volunteer
    volunteers vote voucher voyage vulnerable waffle waist wait waited waiter waiting waitress
    waits wake wakes walk walked walking walks wall wallet walls walnut walrus want wanted
    wanting wants war ward warden wardrobe warehouse warm warmed warmly warmth warn warned
    warning warnings warns wart wary was wash washed washing wasp waste wasted watch watched
    watches watching water waterfall watermelon wave waves wax way ways we weak weakened weakens
    weaker weakness weapon wear wearing wears weather web website wedding week weekend weekly
    weeks weigh weighed weighing weighs weight weights weird welcome welfare well wellbeing
    wellies went wept were wet whale what whatever wheat wheel wheelchair when whenever where
    whereabouts wherever whether which whichever while whip whisker whisper whispered whistle
    white whiteboard who whoever whole whom whose why wicked wide widget widgets wig wild will
    willing win winces wind winding windmill window windows windowsill winds windscreen windsock
    wing winner wins winter wiped wipes wire wisdom wise wish wished wishing witch with
    withdrawn withheld withholds within without witness wizard wobbles woke wolf woman womb won
    wonder wondered wonderful wondering wood wooden wool word wording words work workbook worked
    worker workers working works worksheet workshop worktops world worm worn worried worries
    worry worrying worse worst worth would wound wrestle wrestling wrist write writer writes
    writing written wrong wronged wrote xylophone yacht yard yards year years yell yellow yells
    yes yesterday yet yoga yoghurt yolk you young younger your yours yourself youth youths zebra
    zip zipped zone zoo zoos
    """.split()
)
