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
    aaliyah aarav aaron abbie abdi abdirahman abdul abdullah abdulrahman abena abi abigail adam
    adeel adele adil adnan adrian agata agnieszka ahmad ahmed aidan aiden aimee aisha aishah
    aisling akosua alan alasdair alastair albert albie alec aleksander aleksandr aleksandra alex
    alexa alexander alexandra alexandru alexis alfie alfred ali alice alicia alina alisha alison
    alistair aliya allison alyssa ama amal amanda amara amelia amelie amina amir amira amit
    amrit amrita amy ana anastasia anaya andre andrea andreea andrei andrew andrzej andy aneeka
    aneeqa aneirin angela angharad angus anh anisa anita aniyah anjali ann anna annabel
    annabelle anne annie anthony antoni antonia anya archie aria ariana arjun arlo arman arnav
    arthur arun aryan asha ashanti ashley ashton asif asma aubrey audrey austin ava axel aya
    ayaan ayan ayat ayesha ayodele aysha ayub azra baljit barbara barney bartek bartosz beatrice
    becca becky bella ben benjamin bernard beth bethan bethany betsy beverley bianca bilal
    billie blake blessing bobby bogdan bola boris bradley brandon brendan brian brianna bridget
    brogan bronwen bruno bryan bryn caitlin callum calum cameron camilla carl carla carly carmen
    carol caroline carys casey cassandra cassie catherine catrin catriona cerys chanel chantelle
    charlene charley charlie charlotte chelsea cheryl chiamaka chidi chinedu chioma chloe chris
    christian christina christine christopher cian ciara claire clara clarissa clark clive cody
    colin connor conor constance corey cosmin courtney craig curtis cynthia dafydd daisy damian
    damilola dan daniel daniella danielle danny daphne darcey darcy daria darren dave david
    davina dawid dean debbie deborah declan deepa deeqa demi denis denisa denise dennis derek
    dev dexter dhruv diana diane diego dilan dilys dina dinesh diya dmitri dmytro dominic
    dominik donna dorota dorothy douglas duncan dylan eamon eddie edith edmund edward edwin efan
    eileen eilidh eirlys elaine eleanor elena eleri eli elias elijah elin elisa elise elissa
    eliza elizabeth ella elle ellen ellis eloise elsa elsie emeka emil emilia emilie emily emma
    emmanuel emyr enzo erica erik erin esa esha esmae esmee esther ethan eugene eva evan
    evangeline eve evelyn evie ewan ezra fabian faduma faisal farah farhan fatima fatimah faye
    felicity felix fergus ffion filip finlay finley finn fiona fletcher florence florin fola
    folake frances francesca francis frank frankie fraser fred freddie freddy frederick freya
    gabor gabriel gabriela gabriella gail gareth gary gavin gemma geoff geoffrey george georgia
    georgie georgina geraint gerald gethin gianna gideon gillian gina giovanni giulia gladys
    glen glenn gloria gordon graham grzegorz gulsen gurdeep gurpreet gurvinder gwen gwilym hadi
    hafsa hakeem haleema halima hamdi hamish hamza hana hanna hannah hao harjit harley harold
    harper harpreet harriet harris harrison harry harvey hasan haseeb hashim hassan hayden
    hayley hazel heather hector heidi helen helena henry hermione hettie hiba hilary hira hodan
    holly howard hubert huda hudson hugh hugo hui humaira husna hussain hye iain ian ibraheem
    ibrahim idil idris iestyn ieuan ife ifeoma ikram ilyas imaan iman imogen imran ines ioan
    ioana ionut iqra irene irina iris isaac isabel isabella isabelle isaiah isha ishaan isla
    ismael ismail isobel israel issac istvan ivan ivo ivy iwan iyla izaan izabela jackson jacob
    jacqueline jaden jai jaiden jake jakub jamal james jamie jan jane janet janice jared jasmin
    jasmine jason jasper jaspreet javier jaxon jaxson jay jayden jayne jean jeevan jeff jeffrey
    jemima jenna jennifer jenny jeremiah jeremy jermaine jerome jerry jessica jethro jia jian
    jill jim jimmy jing joan joanna joanne jodie joe joel john johnny jon jonah jonathan jordan
    jose joseph josephine joshua josiah josie joyce juan judith julia julian julie juliet julius
    jun junaid junior justin justyna kacper kai kaia kaitlyn kamil kamila kane karen karim karl
    karolina kasia katarzyna kate katherine kathleen kathryn katie katy kavita kavya kayden
    kayla kayleigh keeley keira keith kelly kelvin ken kendra kenneth kenza kerry kevin keziah
    khadija khadijah khalid kian kiera kieran kim kimberley kiran kirsten kirsty klara kofi kofo
    krish krishna krisztina krystal krzysztof kwame kyle kyra lacey laila lana lara larissa
    laszlo laura lauren laurence lawrence layla leah leanne lee leigh leila lena leo leonard
    leonardo leroy lesley leslie lewis lexi lexie leyla liam liana liban libby lila lilia lilian
    lillian lilly lily linda lindsay lindsey ling linh lionel lisa livia liz lizzie lloyd logan
    lois lola lorenzo lorna lorraine louie louis louisa louise lowri luca lucas lucia lucian
    lucinda lucy luisa lukas lukasz luke luna lydia lyla lynn lynne lyra mabel maciej macy
    maddie maddison madeleine madison maeve maggie mahdi maheen mahmoud mahnoor mai maia maisie
    maja malachi malaika malak malcolm malik manal mandy manpreet marcel marcia marcin marco
    marcus margaret maria mariam mariana marie marija mario marion marius marlon marta martha
    martin martyna marvin mary maryam maryan mason mateo mateusz matilda matt matteo matthew
    maureen maurice max maxim maximilian maxine maxwell maya meera megan mehak mehmet mei
    meirion melanie melissa melody mia michael michal michelle miguel mihai mikaeel mikael mike
    mikey mila milan miles millie milo milosz min mina minh miranda miriam misha mohamed
    mohammad mohammed mohamud mollie molly mona monica monika monique morgan moses muhammad
    muhammed muna murray musa mustafa mya myla myles nabil nadia nadine naila naima naina nancy
    naomi natalia natalie natasha nathan nathaniel nawal nazia ned neil nerys nevaeh ngozi niall
    niamh nicholas nick nicola nicolas nicole nigel nikhil nikita nikola nikolai nina nisha
    nkechi noah noel noor nora norah noreen norman nour nuala obinna octavia oisin oksana ola
    olanna olena olga oliver olivia ollie oluwaseun omar oreoluwa orla osama oscar osian osman
    otis otto owen pablo paige pamela paolo patricia patrick patryk paul paula pauline pavel
    pawel penelope percy peter petra petro philip philippa phillip phoebe pierre piotr polly
    pooja poppy prakash preethi priscilla priya quentin rabia rachael rachel radoslaw rae rafael
    rafe rafi raheem rahim rahul raja rajan ralph ramona rana rania rashid raul ravi raymond
    razia rebecca reece reem reggie regina rehan reid renee reuben reza rhian rhiannon rhodri
    rhona rhys ria riaz ricardo richard ricky riley rita ritika riya rizwan rob robbie robert
    roberto robin rochelle roderick rodrigo roger rohan roisin roksana roman romeo romilly romy
    ronald ronan ronnie rory rosa rosalind rosanna roshni rosie ross rowan roxanne roy ruairi
    ruben rufus rukhsana rupert russell ruth ryan saad saba sabrina sadia safa saffron safia
    sahar sahil saif saima sajid salim sally salma salman sam samantha samira sammy samson
    samuel sana sandeep sandra sanjana sanjay santiago sara sarah sasha saskia saul savannah
    scarlett scott seamus sean sebastian segun selena selina seren serena seth shabana shabnam
    shahid shakira shamima shane shania shannon sharon shaun shayla sheila shelby shelley
    shirley shivani shreya sian sid sidney sienna sigrid silas silvia simon simone simran sinead
    siobhan siân skye sofia sofie solomon sonia sonya soo sophia sophie stacey stanislaw stanley
    stefan stella stephanie stephen steve steven stewart stuart sue sukhraj suleiman sumaya
    sunil suraj susan susanna susie suzanne svetlana sydney sylvia szymon tabitha taha tahir
    talia tallulah tamara tamsin tania tanisha tanvi tanya tara tariq tasha tatiana taylor ted
    teddy tegan temitope terence teresa terry tessa thea theo theodora theodore theresa thi
    thomas tia tiana tiffany tim timothy tina tobi tobias tobiloba toby toluwani tom tomasz
    tommy tomos toni tony tracey tracy trevor tristan trudy tunde tyler tyrell tyrese tyrone
    umair umar una ursula usha usman uzma valentina valerie vanessa veer vera veronica victor
    victoria vihaan vikram viktor viktoria vincent viola violet virginia vivian vivienne wafa
    wahid walid wanda warren warsame wayne wei weronika wesley wiktoria wilfred william willow
    wojciech xander xavier xena ximena xin xiu yahya yan yara yaseen yash yasin yasir yasmin
    yasmine yaw yolanda younis yousef youssef yuki yulia yunus yusuf yvette yvonne zaara zac
    zachary zack zahid zahra zaid zain zaina zara zayd zayn zbigniew zeeshan zeynep zia zoe
    zofia zoha zoya zsofia zubair zuzanna
    """.split()
)
TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "sister", "father", "pc", "rev"}
)
# What somebody does, after a word that may be their name or only a word.
SPEAKING: Final = frozenset(
    """said says asked told came went lives lived cried shouted sat walked ran laughed nodded
    shrugged hit pushed wants wanted hates loves likes thinks thought refused answered replied
    whispered arrived from did had never always goes gets""".split()
)
# Beginnings of contractions: the rest stands after an apostrophe.
SHORTENED: Final = frozenset(
    """don didn doesn can couldn won wouldn shouldn isn wasn aren weren hasn haven hadn mustn needn
    ain i you he she it we they that there who what where when how let here o ma’am""".split()
)
# Words with a capital letter in the middle of a sentence that are nobody's name.
CAPITALS: Final = frozenset(
    """
    i january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday christmas easter eid ramadan diwali
    hanukkah lent halloween english maths mathematics science history geography french spanish
    german latin music art drama physics chemistry biology computing games pshe religious
    studies year years reception nursery key stage term autumn spring summer winter lower upper
    sixth form tutor head deputy assistant lead designated safeguarding social care children’s
    services council police childline samaritans nspcc barnardo’s mind god bible quran church
    mosque mum mam mummy dad daddy gran nan nana nanny grandma grandad grandpa auntie aunt uncle
    miss sir madam teacher mentor google snapchat instagram tiktok whatsapp youtube minecraft
    fortnite roblox lego teams zoom netflix xbox playstation nintendo british britain england
    scottish scotland welsh wales irish ireland northern europe european africa african asia
    asian america american india indian pakistan pakistani bangladesh bangladeshi china chinese
    poland polish romania romanian ukraine ukrainian russia russian syria syrian somalia somali
    nigeria nigerian ghana ghanaian jamaica jamaican turkey turkish portugal portuguese spain
    italy italian france germany greek greece arabic urdu punjabi bengali hindi gujarati tamil
    kurdish albanian lithuanian latvian hungarian bulgarian roma traveller gypsy muslim islam
    islamic christian christianity jewish judaism hindu hinduism sikh sikhism catholic
    protestant buddhist black white autistic deaf braille makaton dyslexia autism adhd gibbs
    kolb schön schon driscoll rolfe piaget maslow vygotsky bowlby rogers egan brookfield dewey
    bandura rosenberg working together keeping education act code equality data protection plan
    ok okay tv uk usa a the covid ofsted kooth gcse gcses level levels btec duke edinburgh
    scouts guides brownies cubs saturday’s mon tue tues wed thu thur thurs fri sat sun vaisakhi
    passover purim yom kippur rosh hashanah hajj pentecost orthodox winston winston’s wish
    bereavement mondays tuesdays wednesdays thursdays fridays saturdays sundays
    conceptualisation experimentation playfulness internet wi-fi facebook discord spotify amazon
    apple microsoft excel word powerpoint
    """.split()
)
# Given names that are everyday words too: without a capital they are the word.
WORDS_TOO: Final = frozenset(
    """
    alan ali angel april archer art august austin autumn axel baker bell ben bianca bill bishop
    blessing bobby brook brooke carol carter chance chase chelsea cody cooper daisy dale dan
    dawn dean demi dev dexter don drew earl esa eve faith faye florence forest frank frankie
    gail gene georgia glen glenn grace guy hao harley harper hazel heath heather holly hope
    hudson hunter iris isa ivy jack jackson jade jasmine jasper jay jean jewel jim jing jo
    jordan jose joy juan june ken king kit lark lee lily lola luna major mani margaret marina
    mark mason max may melody mercy mia mike miles mina morgan moses nick noel nova ola olive
    page paige pat patience pearl penny percy poppy precious primrose prince rain raja rana ray
    reed rex ria river rob robin roman rory rosa rose rowan ruby ryan sage sam sandy scarlett
    seren sid sienna sky skye smith sofia star storm su sue summer taylor teal ted tia tim tom
    tony turner una viola violet will willow wren xin yan young
    """.split()
)
