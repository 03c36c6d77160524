from __future__ import annotations

import pytest

from extractors.promised_systems import (
    can_name_system,
    find_described_systems,
    says_intelligent,
)


@pytest.mark.parametrize(
    ("sentence", "systems"),
    [
        ("We will introduce a chatbot for fishers.", ("introduce a chatbot",)),
        ("The office shall pilot an early warning system.", ("pilot an early warning system",)),
        ("Etaten skal ta i bruk en prediksjonsmodell.", ("ta i bruk en prediksjonsmodell",)),
        ("Verket ska utveckla ett nytt bokningssystem.", ("utveckla ett nytt bokningssystem",)),
        ("The board will develop guidelines for AI systems.", ()),
        ("We shall publish guidance on developing software.", ()),
        ("The council will build a new business model.", ()),
        ("The ministry will strengthen the health system.", ()),
        ("We will develop skills, and platforms may follow.", ()),
        ("The ministry will hire forty people.", ()),
    ],
)
def test_a_system_is_what_is_built_or_used(sentence: str, systems: tuple[str, ...]) -> None:
    assert find_described_systems(sentence) == systems


@pytest.mark.parametrize(
    "sentence",
    [
        "The term “seal counting model” means a platform that counts; build a counting model.",
        "Implementing a tide system entails buying forty buoys.",
        "The sea programmes involve deploying a fog detection tool on every pier.",
        "We will learn of the harbour model, a dual-use prediction model of tides.",
        "Applying an AI system asks much of the crews.",
        "Islanders use an AI system where they can, as the board knows.",
        "Harbours are encouraged to use a fog prediction model.",
        "The board will advise ports that use an algorithm to sort ferry tickets.",
        "When the board was introducing a new ticket platform in 2017, it tried a chatbot.",
        "The board tested a chatbot in spring.",
        "Styret testet og lanserte en samtalerobot i fjor.",
        "We will use algorithms and tools of many kinds.",
        "The board shall develop these tools by spring.",
        "The board shall develop AI tools.",
        "Pirates will come, such as those who create false inputs, an AI system or both.",
        "Styret skal ta i bruk digitale verktøy.",
        "We will establish an AI portal for sailors.",
        "The board will develop an AI toolkit for sailors.",
        "We will not introduce a chatbot.",
        "Lines of effort: developing open software, sharing sea charts.",
    ],
)
def test_what_nobody_is_bound_to_build_is_no_promise_of_a_system(sentence: str) -> None:
    assert find_described_systems(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "systems"),
    [
        ("2. Build a fog prediction model for pilots.", ("Build a fog prediction model",)),
        ("We are testing a chatbot on two piers.", ("testing a chatbot",)),
        ("The board plans to deploy three chatbots.", ("deploy three chatbots",)),
        ("The board shall use an AI system.", ("use an AI system",)),
        ("Regjeringen bygger en ny plattform.", ("bygger en ny plattform",)),
    ],
)
def test_orders_plans_and_what_is_under_way_bind(sentence: str, systems: tuple[str, ...]) -> None:
    assert find_described_systems(sentence) == systems


@pytest.mark.parametrize(
    ("name", "sentence", "can"),
    [
        ("GULLWATCH", "We will run “GULLWATCH” in every harbour.", True),
        ("Harbour toolkit", "They shall write a “Harbour toolkit” for crews.", False),
        ("Sea Aims", "These “Sea Aims” involve better piers.", False),
    ],
)
def test_a_toolkit_or_a_term_explained_is_no_name_of_a_system(
    name: str, sentence: str, can: bool
) -> None:
    assert can_name_system(name, sentence) is can


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("We will use machine learning to sort letters.", True),
        ("KI skal brukes i havnene.", True),
        ("We will open a portal for tickets.", False),
        ("The main aid is a rail.", False),
    ],
)
def test_registers_hold_what_says_that_it_learns_or_decides(sentence: str, says: bool) -> None:
    assert says_intelligent(sentence) is says
