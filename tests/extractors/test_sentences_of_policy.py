"""Policy text as it is written in five languages, cut where a reader would cut it."""

from __future__ import annotations

import pytest

from extractors.language import load_language_words
from extractors.sentences import find_sentences

CASES = {
    "en": [
        ["We follow No. 5 of the plan.", "It is new."],
        ["See e.g. the annex.", "Others agree."],
        ["The U.S. Government leads.", "Others follow."],
        ["It was made in the U.S.", "The plan copies it."],
        ["We chose plan B.", "The board agreed."],
        ["The office, i.e. the Agency, decides."],
        ["See sec. 4.2 and para. 12.", "Then act."],
        ["Vol. 3 is out.", "Fig. 2 shows costs."],
        ["Meet at 5 p.m.", "The doors open early."],
        ["We will cut cost by 3.5 per cent.", "That is much."],
        ["Tools, data, etc.", "The list is long."],
        ["Is it so?", "No.", "The answer is clear."],
        ["Version 2.0 is live.", "Version 3.0.", "It comes later."],
        ["Under Art. 6 of the Act it holds.", "It stays."],
        ["The rule ends here.[12]", "The next one begins."],
        ["The rule ends here.¹²", "The next one begins."],
        ["1. Open the data.", "2. Share the code."],
        ["The plan (see p. 4. It is short) holds.", "Good."],
        ["It ends .", "The next begins."],
        ["The deadline is 31 Dec. 2025 for all.", "Hurry."],
        ["The work of the Institute et al. (2020) shows it.", "We agree."],
        ["Under Art. 6(1) it holds.", "Sec. 7 adds to it."],
        ["It was sold to Acme Ltd.", "The price is secret."],
    ],
    "nb": [
        ["Dette følger av § 8-7 a.", "Departementet bestemmer."],
        ["Jf. kap. 3.2 og pkt. 4.", "Fristen er 1. mars."],
        ["Det følger av Meld. St. 22 (2020–2021).", "Vi følger opp."],
        ["Etaten bruker bl.a. Altinn og f.eks. Difi.", "Det går bra."],
        ["Etaten bruker bl. a. Altinn.", "Det går bra."],
        ["Rammen er 25 mill. kroner.", "Den økes."],
        ["Rammen er 25 mill.", "Den økes neste år."],
        ["Skoler, barnehager m.m.", "Tiltaket gjelder alle."],
        ["Se Prop. 1 S (2022–2023) og Innst. 14 S.", "Stortinget sluttet seg til."],
        ["Se St.meld. nr. 27 (2015–2016).", "Den er gammel."],
        ["Det er bestemt i lov.", "Den gjelder nå."],
        ["Kontoret i St. Olavs gate flytter.", "Det skjer i høst."],
        ["Møtet er kl. 10.30 den 5. mai.", "Alle kan komme."],
        ["Etter art. 6 nr. 1 bokstav e.", "Retten er enig."],
        ["Det er ca. 200 systemer, jf. tabell 3.", "De fleste er små."],
        ["Helsedirektoratet, Digdir m.fl.", "Arbeidet er i gang."],
        ["Regelen gjelder f.o.m. 1. januar 2025.", "Den er ny."],
        ["Hvorfor?", "Fordi det virker!", "Altså."],
        ["Tjenester, data osv.", "Alt skal deles."],
        ["Vi skal «dele data. Og lære av dem» hver dag.", "Slik blir det."],
        ["Dette sto i Dok. 8:15 S (2020–2021).", "Forslaget falt."],
        ["Frist: 31.12.", "Deretter evalueres ordningen."],
    ],
    "nn": [
        ["Etaten nyttar t.d. Kartverket sine data.", "Det held fram."],
        ["Dette følgjer av § 3 b.", "Departementet avgjer."],
        ["Sjå kap. 4 og pkt. 2.1.", "Fristen er 1. mars."],
        ["Skular, barnehagar o.l.", "Tiltaket gjeld alle."],
        ["Ramma er 10 mrd. kroner.", "Ho aukar."],
        ["Sjå Meld. St. 5 (2019–2020) og Prop. 1 S.", "Dei er klare."],
        ["Vi brukar bl.a. Altinn.", "Det går bra."],
        ["Det er ca. 20 kommunar, jf. tabell 2.", "Fleire kjem."],
        ["Regelen gjeld f.o.m. 1. juli 2025.", "Han er ny."],
        ["Data, register m.m.", "Alt skal delast."],
        ["Dvs. at alle får tilgang.", "Det er målet."],
        ["Kvifor?", "Fordi det verkar."],
        ["Fylka, kommunane m.fl.", "Dei samarbeider."],
        ["Sjå nr. 4 i planen.", "Han er kort."],
        ["Det er vedteke i lov.", "Ho gjeld no."],
        ["Innst. 14 S (2020–2021) seier det same.", "Det er bra."],
        ["Møtet er kl. 9.", "Det er ope."],
        ["Dette gjeld inkl. Svalbard.", "Øya er med."],
        ["1. Del data.", "2. Lær av dei."],
        ["Planen (sjå boks 2. Han er kort) held.", "Bra."],
    ],
    "sv": [
        ["Myndigheten ska t.ex. Skatteverket nämns dela data.", "Det är nytt."],
        ["Enligt prop. 2023/24:10 gäller det.", "Uppdraget är nytt."],
        ["Se bl.a. Nationell strategi, Skr. 2023/24:163, s. 9 f.", "Rapporten kom sedan."],
        ["Enligt 1 kap. 3 § gäller det.", "Lagen är ny."],
        ["Ramen är 25 mnkr.", "Den ökas."],
        ["Ramen är 25 mnkr per år.", "Den ökas."],
        ["Skolor, bibliotek m.m.", "Regeringen följer upp."],
        ["Enligt dir. 2018:85 ska det ske.", "Det dröjer."],
        ["Gäller fr.o.m. 1 januar t.o.m. Den sista mars."],
        ["Ca. 200 system, jfr. Tabell 3, finns.", "De är små."],
        ["Det gäller f.d. Televerket.", "Det är nu bolag."],
        ["S.k. Öppna data delas.", "Det är bra."],
        ["Varför?", "Därför att det fungerar."],
        ["Det finns 500 st.", "De är gamla."],
        ["Kommuner, regioner m.fl.", "Arbetet pågår."],
        ["Se SOU 2018:25.", "Utredningen är klar."],
        ["Mötet är kl. 10.", "Alla får komma."],
        ["Detta dvs. Delning av data är målet.", "Så är det."],
        ["1. Dela data.", "2. Lär av dem."],
        ["Planen (se ruta 2. Den är kort) håller.", "Bra."],
        ["Enligt rskr. 2023/24:1 är det så.", "Beslutet står."],
    ],
    "da": [
        ["Styrelsen bruger bl.a. Open Data.", "Det sker i 2025."],
        ["Jf. § 3, stk. 2.", "Styrelsen afgør det."],
        ["Rammen er 25 mio. kr.", "Aftalen er ny."],
        ["Rammen er 25 mio. kr. om året.", "Den øges."],
        ["Skoler, biblioteker m.m.", "Tiltaget gælder alle."],
        ["Se f.eks. Digitaliseringsstyrelsen.", "Den er ny."],
        ["Det er bestemt i lov.", "Den gælder nu."],
        ["Lov nr. 502 af 23. maj 2018 gælder.", "Den er ny."],
        ["Ca. 200 systemer, jf. tabel 3, findes.", "De er små."],
        ["Kommuner, regioner m.fl.", "Arbejdet er i gang."],
        ["Det gælder f.o.m. 1. januar 2025.", "Det er nyt."],
        ["Hvorfor?", "Fordi det virker."],
        ["Mødet er kl. 10.", "Alle kan komme."],
        ["Data, registre osv.", "Alt skal deles."],
        ["Se kap. 4 og pkt. 2.1.", "Det er kort."],
        ["Dvs. Alle får adgang.", "Det er målet."],
        ["Efter art. 6 nr. 1 bogstav e.", "Retten er enig."],
        ["1. Del data.", "2. Lær af dem."],
        ["Planen (se boks 2. Den er kort) holder.", "Godt."],
        ["Det koster 3 mia.", "Regeringen betaler."],
        ["Mål er f.eks. Bedre data.", "Det er alt."],
    ],
}


@pytest.mark.parametrize(
    ("language", "sentences"),
    [(language, case) for language, cases in CASES.items() for case in cases],
)
def test_a_sentence_ends_where_a_reader_ends_it(language: str, sentences: list[str]) -> None:
    text = " ".join(sentences)
    short = load_language_words().abbreviations[language]
    assert [
        text[span.start : span.end] for span in find_sentences(text, language, short)
    ] == sentences


def test_an_abbreviation_is_told_in_a_passage_taken_for_another_language() -> None:
    text = "Vi bruker bl.a. Altinn til dette. Det er nytt."
    short = load_language_words().abbreviations["en"]
    spans = find_sentences(text, "en", short)
    assert [text[span.start : span.end] for span in spans] == [
        "Vi bruker bl.a. Altinn til dette.",
        "Det er nytt.",
    ]
