"""Words that help to tell somebody's name from a word.

The given names are those common in British schools that are no everyday verb or noun:
*Grace* or *Will* at the start of a sentence may be either, and in the middle of one its
capital letter tells. No list need be whole: names are found where they stand, and the
lists decide only where every word has a capital, or none has.
"""

from __future__ import annotations

from typing import Final

GIVEN_NAMES: Final = frozenset(
    """
    aaliyah aaron abbie abdirahman abdul abdullah abdulrahman abi abigail adam adeel adele adil
    adnan adrian agnieszka ahmad ahmed aidan aiden aimee aisha aishah aisling alan alasdair
    alastair albert albie alec aleksander aleksandra alex alexa alexander alexandra alexandru
    alexis alfie alfred ali alice alicia alina alisha alison alistair aliya allison alyssa amal
    amanda amara amelia amelie amina amir amira amit amrit amy ana anaya andre andrea andreea
    andrei andrew andrzej andy aneeka aneeqa angela angus anisa anita aniyah anjali ann anna
    annabel annabelle anne annie anthony antoni antonia anya archie aria ariana arjun arlo arman
    arnav arthur arun aryan asha ashanti ashley ashton asif asma aubrey audrey austin ava axel
    aya ayaan ayan ayat ayesha aysha ayub azra barbara barney bartek bartosz beatrice becca
    becky bella ben benjamin bernard beth bethan bethany betsy beverley bianca bilal billie
    blake blessing bobby boris bradley brandon brendan brian brianna bridget brogan bronwen
    bruno bryan bryn caitlin callum calum cameron camilla carl carla carly carmen carol caroline
    carys casey cassandra cassie catherine catriona cerys chanel chantelle charlene charley
    charlie charlotte chelsea cheryl chidi chinedu chioma chloe chris christian christina
    christine christopher cian ciara claire clara clarissa clark clive cody colin connor conor
    constance corey courtney craig curtis cynthia daisy damian damilola dan daniel daniella
    danielle danny daphne darcey darcy daria darren dave david davina dawid dean debbie deborah
    declan demi denis denise dennis derek dev dexter dhruv diana diane diego dilan dilys dina
    dinesh dmitri dominic dominik donna dorota dorothy douglas duncan dylan eamon eddie edith
    edmund edward edwin efan eileen eilidh elaine eleanor elena eleri eli elias elijah elin
    elisa elise elissa eliza elizabeth ella elle ellen ellis eloise elsa elsie emil emilia
    emilie emily emma emmanuel enzo erica erik erin esa esha esmae esmee esther ethan eugene eva
    evan evangeline eve evelyn evie ewan ezra fabian faisal farah farhan fatima fatimah faye
    felicity felix fergus ffion filip finlay finley finn fiona fletcher florence fola frances
    francesca francis frank frankie fraser fred freddie freddy frederick freya gabriel gabriela
    gabriella gail gareth gary gavin gemma geoff geoffrey george georgia georgie georgina
    geraint gerald gethin gianna gideon gillian gina giovanni giulia gladys glen glenn gloria
    gordon graham grzegorz gulsen gurdeep gurpreet gwen hadi hafsa hakeem haleema halima hamish
    hamza hana hanna hannah hao harley harold harper harpreet harriet harris harrison harry
    harvey hasan haseeb hashim hassan hayden hayley hazel heather hector heidi helen helena
    henry hermione hettie hiba hilary hira holly howard hubert huda hudson hugh hugo humaira
    husna hussain iain ian ibraheem ibrahim idris ieuan ife ikram ilyas imaan iman imogen imran
    ines ioan ioana iqra irene irina iris isaac isabel isabella isabelle isaiah isha isla ismael
    ismail isobel israel issac ivan ivo ivy iwan iyla izaan izabela jackson jacob jacqueline
    jaden jai jaiden jake jakub jamal james jamie jan jane janet janice jared jasmin jasmine
    jason jasper javier jaxon jaxson jay jayden jayne jean jeevan jeff jeffrey jemima jenna
    jennifer jenny jeremiah jeremy jermaine jerome jerry jessica jethro jia jill jim jimmy jing
    joan joanna joanne jodie joe joel john johnny jon jonah jonathan jordan jose joseph
    josephine joshua josiah josie joyce juan judith julia julian julie juliet julius junaid
    junior justin justyna kacper kai kaia kaitlyn kamil kamila kane karen karim karl karolina
    kasia katarzyna kate katherine kathleen kathryn katie katy kavya kayden kayla kayleigh
    keeley keira keith kelly kelvin ken kendra kenneth kenza kerry kevin keziah khadija khadijah
    khalid kian kiera kieran kimberley kiran kirsten kirsty klara kofo krish krishna krystal
    krzysztof kyle kyra lacey laila lana lara larissa laszlo laura lauren laurence lawrence
    layla leah leanne lee leila lena leo leonard leonardo leroy lesley leslie lewis lexi lexie
    leyla liam liana libby lila lilia lilian lillian lilly lily linda lindsay lindsey lionel
    lisa livia liz lizzie lloyd logan lois lola lorenzo lorna lorraine louie louis louisa louise
    luca lucas lucia lucian lucinda lucy luisa lukas lukasz luke luna lydia lyla lynn lynne lyra
    mabel maciej macy maddie maddison madeleine madison maeve maggie mahdi maheen mahmoud
    mahnoor maia maisie maja malachi malaika malak malcolm malik manal mandy manpreet marcel
    marcia marcin marco marcus margaret maria mariam mariana marie marija mario marion marius
    marlon marta martha martin martyna marvin mary maryam maryan mason mateo mateusz matilda
    matt matteo matthew maureen maurice max maxim maximilian maxine maxwell maya megan mehak
    mehmet melanie melissa melody mia michael michal michelle miguel mikaeel mikael mike mikey
    mila milan miles millie milo mina miranda miriam misha mohamed mohammad mohammed mohamud
    mollie molly mona monica monika monique morgan moses muhammad muhammed muna murray musa
    mustafa mya myla myles nabil nadia nadine naila naima naina nancy naomi natalia natalie
    natasha nathan nathaniel nawal ned neil nevaeh ngozi niall niamh nicholas nick nicola
    nicolas nicole nigel nikita nikola nikolai nina nisha noah noel noor nora norah noreen
    norman nour nuala obinna octavia oisin ola olanna olga oliver olivia ollie oluwaseun omar
    oreoluwa orla osama oscar osman otis otto owen pablo paige pamela paolo patricia patrick
    patryk paul paula pauline pavel pawel penelope percy peter petra philip philippa phillip
    phoebe pierre piotr polly pooja poppy prakash preethi priscilla priya quentin rabia rachael
    rachel radoslaw rafael rafe rafi raheem rahim rahul raja rajan ralph ramona rana rania
    rashid raul ravi raymond razia rebecca reece reem reggie regina rehan reid renee reuben reza
    rhian rhiannon rhodri rhona rhys ria riaz ricardo richard ricky riley rita ritika riya
    rizwan rob robbie robert roberto robin rochelle roderick rodrigo roger rohan roisin roksana
    roman romeo romilly romy ronald ronan ronnie rory rosa rosalind rosanna roshni rosie ross
    rowan roxanne roy ruairi ruben rufus rukhsana rupert russell ruth ryan saad saba sabrina
    sadia safa saffron safia sahar sahil saif sajid salim sally salma salman sam samantha samira
    sammy samson samuel sana sandeep sandra sanjay santiago sara sarah sasha saskia saul
    savannah scarlett scott seamus sean sebastian selena selina seren serena seth shabana shahid
    shakira shamima shane shania shannon sharon shaun shayla sheila shelby shelley shirley
    shivani shreya sian sid sidney sienna sigrid silas silvia simon simone simran sinead siobhan
    skye sofia sofie solomon sonia sonya sophia sophie stacey stanislaw stanley stefan stella
    stephanie stephen steve steven stewart stuart sue suleiman sumaya sunil suraj susan susanna
    susie suzanne sydney sylvia szymon tabitha taha tahir talia tallulah tamara tamsin tania
    tanisha tanvi tanya tara tasha tatiana taylor ted teddy tegan temitope terence teresa terry
    tessa thea theo theodora theodore theresa thomas tia tiana tiffany tim timothy tina tobi
    tobias tobiloba toby toluwani tom tomasz tommy toni tony tracey tracy trevor tristan trudy
    tyler tyrell tyrese tyrone umair umar una ursula usman uzma valentina valerie vanessa veer
    vera veronica victor victoria vihaan vikram viktor viktoria vincent viola violet virginia
    vivian vivienne wafa wahid walid wanda warren wayne weronika wesley wiktoria wilfred william
    willow wojciech xander xavier xena ximena xin yahya yan yara yaseen yash yasin yasmin
    yasmine yolanda younis yousef youssef yuki yunus yusuf yvette yvonne zaara zac zachary zack
    zahid zahra zaid zain zaina zara zayd zayn zeeshan zeynep zia zoe zofia zoha zoya zubair
    zuzanna
    """.split()
)
TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "sister", "father", "pc", "rev"}
)
SPEAKING: Final = frozenset(
    """said says asked asks told tells was is has had looked looks came comes went goes did does
    didn’t doesn’t wasn’t isn’t hasn’t hadn’t won’t wouldn’t can’t couldn’t wouldn’t will would
    could cried cries shouted shrugged nodded sat stood walked ran laughed smiled lives lived
    thinks thought wants wanted needs needed knows knew felt feels started stopped keeps kept
    hit hits pushed left arrived missed hates loves likes never always and’s seems seemed gets
    got gave made makes took takes tried tries refused showed answered replied whispered""".split()
)
# Words that begin a sentence before a verb and are nobody's name.
NOBODYS: Final = frozenset(
    """i he she it they we you who what that this there these those one someone somebody everyone
    everybody nobody nothing something everything anyone mum mam dad mother father gran nan grandad
    grandma sister brother aunt uncle school teacher teachers staff pupil pupils child children
    parent parents carer carers class head lead mentor nobody’s student students home work lunch
    listening silence time trust safeguarding which where when why how both neither either none
    most many some few all another other others only also then here now later today tomorrow
    yesterday nobody each everything learning attendance behaviour reading writing maths talking
    asking telling waiting family practice feedback honesty anger fear grief tears lateness
    homework break playtime assembly registration english science history geography music art
    miss sir boy girl""".split()
)
# Words with a capital letter in the middle of a sentence that are nobody's name.
CAPITALS: Final = frozenset(
    """i january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday christmas easter eid ramadan diwali
    hanukkah lent halloween english maths mathematics science history geography french spanish
    german latin music art drama physics chemistry biology computing games pshe religious studies
    year years reception nursery key stage term autumn spring summer winter lower upper sixth form
    tutor head deputy assistant lead designated safeguarding social care children’s services
    council police childline samaritans nspcc barnardo’s mind god bible quran church mosque mum mam
    mummy dad daddy gran nan nana nanny grandma grandad grandpa auntie aunt uncle miss sir madam
    teacher mentor google snapchat instagram tiktok whatsapp youtube minecraft fortnite roblox lego
    teams zoom netflix xbox playstation nintendo british britain england english scottish scotland
    welsh wales irish ireland northern europe european africa african asia asian america american
    india indian pakistan pakistani bangladesh bangladeshi china chinese poland polish romania
    romanian ukraine ukrainian russia russian syria syrian somalia somali nigeria nigerian ghana
    ghanaian jamaica jamaican turkey turkish portugal portuguese spain italy italian france
    germany greek greece arabic urdu punjabi bengali hindi gujarati tamil kurdish albanian
    lithuanian latvian hungarian bulgarian roma traveller gypsy muslim islam islamic christian
    christianity jewish judaism hindu hinduism sikh sikhism catholic protestant buddhist black
    white autistic deaf braille makaton dyslexia autism adhd gibbs kolb schön schon driscoll rolfe
    piaget maslow vygotsky bowlby rogers egan brookfield dewey bandura rosenberg working together
    keeping education act code equality data protection plan ok okay tv uk usa a the covid ofsted
    kooth gcse gcses level levels btec duke edinburgh scouts guides brownies cubs saturday’s
    internet wi-fi facebook discord spotify amazon apple microsoft excel word powerpoint""".split()
)
# Given names that are everyday words too: without a capital they are the word.
WORDS_TOO: Final = frozenset(
    """ali an daisy dale dean dev eve faye frank gene glen hazel heather holly iris ivy jasmine jay
    jean jim jo ken lily mark marina mason max may mike mina nick olive pat penny poppy ray rob
    robin roman rosa rowan ruby scarlett seren sid skye su sue taylor ted tom tony una viola violet
    willow ben ria mia don drew hao yan jing xin dan sam luna chase axel carol bobby jose lee cody
    harley hudson jordan morgan nova paige page sofia sienna florence georgia austin chelsea lola
    angel melody blessing mani jack tia tim rana raja esa isa gail gene juan marina jackson kit
    demi frankie moses noel ola una bianca margaret percy rory ryan sandy dexter harper summer
    alan""".split()
)
