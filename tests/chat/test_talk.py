"""A whole talk in a browser without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi import FastAPI
from sqlalchemy import Connection, func, select

from bot.records.tables import inbound, message, person
from tests.chat.conftest import Phone
from tests.chat.team import team_asks_first_yes, team_writes

STEPS_MAX = 14


def _count(conn: Connection, table: object) -> int:
    return int(conn.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[call-overload]


async def test_looking_makes_nothing(app: FastAPI, phone: Phone) -> None:
    await phone.look()
    assert "Quelle langue voulez-vous ?" in phone.talk
    assert phone.buttons == {"0:fr": "🇫🇷 Français", "0:bm": "🇲🇱 Bamanankan"}
    assert await app.state.db.read(_count, person) == 0


async def test_the_first_tap_starts_a_talk(phone: Phone) -> None:
    await phone.tap("Français")
    assert "🇫🇷 Français" in phone.talk
    assert "Sira est une machine, tenue par" in phone.talk
    assert "🤖 Machine" in phone.talk
    assert list(phone.buttons) == ["1:yes", "1:no", "1:more"]


async def test_somebody_gets_services_and_asks_to_be_put_in_touch(talking: Phone) -> None:
    for _ in range(STEPS_MAX):
        if "contact" in " ".join(talking.buttons.values()):
            break
        grown_up = [value for value in talking.buttons if value.endswith(":18_24")]
        await talking.send(choice=next(iter((*grown_up, *talking.buttons))))
    assert "À confirmer" in talking.talk
    cards = talking.talk
    await talking.tap("contact")
    pictures = [words.split()[0] for words in talking.buttons.values() if words.split()[0] in cards]
    assert len(pictures) > 1, "each service has the picture of its card"


async def test_words_are_understood_like_taps(talking: Phone) -> None:
    await talking.send(text="oui")
    assert "Où êtes-vous maintenant ?" in talking.talk
    await talking.send(text="  \r\n ")
    assert talking.talk.count("Où êtes-vous maintenant ?") == 1


async def test_the_page_speaks_the_persons_language(phone: Phone) -> None:
    assert '<html lang="fr" dir="ltr">' in phone.html
    await phone.tap("Bamanankan")
    assert '<html lang="bm" dir="ltr">' in phone.html
    assert "BM" in phone.html


async def test_the_same_form_twice_is_one_message(app: FastAPI, talking: Phone) -> None:
    nonce, before = talking.nonce, await app.state.db.read(_count, message)
    for _ in range(3):
        await talking.send(nonce=nonce, text="oui")
    assert talking.talk.count("Où êtes-vous maintenant ?") == 1
    assert await app.state.db.read(_count, message) == before + 2


async def test_two_browsers_with_one_nonce_are_two_people(app: FastAPI, new_phone: Callable[[], Phone]) -> None:
    first, second = new_phone(), new_phone()
    for one in (first, second):
        await one.look()
        await one.send(nonce="n1", choice="0:fr")
        await one.send(nonce="n2", choice="1:yes")
    await first.send(nonce="n3", text="mon secret à moi")
    assert await app.state.db.read(_count, person) == 2
    assert await app.state.db.read(_count, inbound) == 5
    assert "mon secret" in first.talk
    assert "mon secret" not in await second.look()


async def test_an_old_button_is_answered_kindly(talking: Phone) -> None:
    await talking.send(choice="1:no")
    assert "Ce bouton est d'une question passée." in talking.talk
    assert list(talking.buttons) == ["3:fine", "3:help", "3:skip"], "those of the open question"


async def test_a_button_tapped_twice_leaves_the_buttons_of_the_open_question(talking: Phone) -> None:
    await talking.send(choice="2:fine")
    asked = talking.buttons
    await talking.send(choice="2:fine")
    assert "C'est bien noté, merci." in talking.talk
    assert talking.buttons == asked
    assert asked


async def test_somebody_can_ask_for_a_person_before_anything_else(phone: Phone) -> None:
    await phone.send(choice="0:@person")
    assert "Parler à quelqu'un" in phone.talk
    assert "🤖 Machine" in phone.talk


async def test_the_language_is_changed_from_the_header(talking: Phone) -> None:
    await talking.send(choice="0:@language")
    await talking.tap("Bamanankan")
    assert '<html lang="bm" dir="ltr">' in talking.html


async def test_the_header_offers_nothing_to_hide_before_a_talk(phone: Phone) -> None:
    assert "Cacher" not in phone.html
    await phone.tap("Français")
    assert "Cacher" in phone.html


async def test_forget_me_says_so_and_leaves_a_newcomer(app: FastAPI, talking: Phone) -> None:
    before = talking.client.cookies["sira_chat"]
    await talking.send(text="effacer")
    await talking.tap("Oui, tout effacer")
    assert (
        talking.talk
        == "C'est fait. Tout est effacé. Vous pouvez écrire à nouveau un jour, comme une nouvelle personne."
    )
    assert "Sira est une machine" not in talking.html
    assert await app.state.db.read(_count, person) == 0
    assert talking.client.cookies["sira_chat"] != before
    await talking.look("/")
    assert list(talking.buttons) == ["0:fr", "0:bm"]


async def test_the_word_of_erasure_is_not_said_to_somebody_who_is_known(talking: Phone) -> None:
    assert "Tout est effacé" not in await talking.look("/?f=fr")


async def test_what_is_new_is_given_without_the_rest(talking: Phone) -> None:
    assert (await talking.client.get("/chat/news", params={"v": talking.version})).status_code == 204
    before, page = talking.version, talking.talk
    await talking.send(text="oui")
    answer = await talking.client.get("/chat/news", params={"v": before})
    assert answer.status_code == 200
    assert "Où êtes-vous maintenant" in answer.text
    assert "Sira est une machine" in page
    assert "Sira est une machine" not in answer.text
    assert "data-whole" not in answer.text


async def test_a_script_gets_the_news_as_the_answer(talking: Phone) -> None:
    answer = await talking.client.post(
        "/chat", data={"nonce": "n-1", "text": "oui", "v": talking.version}, headers={"X-Sira-Chat": "1"}
    )
    assert answer.status_code == 200
    assert answer.text.startswith('<div id="news"')
    assert "Où êtes-vous maintenant" in answer.text


async def test_a_poster_names_the_centre_so_that_it_is_not_asked(phone: Phone) -> None:
    await phone.look("/?c=agadez")
    assert 'name="c" value="agadez"' in phone.html
    await phone.send(choice="0:fr", c="agadez")
    await phone.tap("Oui, d'accord")
    await phone.tap("Oui, ça va")
    assert "Où êtes-vous maintenant" not in phone.talk


async def test_what_is_no_code_of_a_poster_leads_nowhere(phone: Phone) -> None:
    await phone.look('/?c="><script>')
    assert 'name="c"' not in phone.html
    await phone.send(choice="0:fr", c="nulle-part")
    await phone.tap("Oui, d'accord")
    await phone.tap("Oui, ça va")
    assert "Où êtes-vous maintenant" in phone.talk


async def test_the_button_beside_the_page_is_read_back_in_its_words(talking: Phone) -> None:
    await talking.send(choice="0:@person")
    assert "@person" not in talking.talk
    assert "Parler à quelqu'un" in talking.talk


async def test_a_human_is_offered_once_on_a_screen_by_the_question_or_by_the_page(talking: Phone) -> None:
    assert 'class="someone"' in talking.html
    assert "data-person" not in talking.html, "a question without a way to a human: the page has one"
    await talking.send(text="menu")
    assert "Parler à quelqu'un" in " ".join(talking.buttons.values())
    assert "data-person" in talking.html, "the page's own button rests"


async def test_the_last_answer_is_taken_back_by_a_button_of_the_page_once(talking: Phone) -> None:
    assert ":@back" not in talking.html, "nothing has been answered yet"
    await talking.tap("Oui, ça va")
    await talking.tap("Au Mali")
    (back,) = re.findall(r'value="(\d+:@back)"', talking.html)
    for _twice in range(2):
        await talking.send(choice=back)
        assert any("Au Mali" in label for label in talking.buttons.values()), (
            "where are you?, and not the question before it"
        )
    await talking.send(text="menu")
    assert ":@back" not in talking.html, "the menu has its own way back"


async def test_the_menu_is_one_touch_away_from_any_question(talking: Phone) -> None:
    assert 'value="0:@menu"' in talking.html
    await talking.send(choice="0:@menu")
    assert "Que voulez-vous faire ?" in talking.talk
    shown = " ".join(talking.buttons.values())
    assert all(label in shown for label in ("Me plaindre", "Ma demande", "Mes informations", "Aide urgente"))
    await talking.tap("Revenir")
    assert "tout va bien" in talking.talk


async def test_after_hiding_the_menu_is_there_again_and_shows_nothing_of_before(talking: Phone) -> None:
    await talking.send(choice="0:@hide")
    assert 'value="0:@menu"' not in talking.html
    await talking.tap("Continuer")
    assert 'value="0:@menu"' in talking.html


async def test_who_waits_for_a_human_has_a_tap_to_go_on_and_one_to_everything(talking: Phone) -> None:
    await talking.send(choice="0:@person")
    assert list(talking.buttons.values()) == ["▶️ Continuer", "☰ Menu"]
    await talking.tap("Menu")
    assert "Que voulez-vous faire ?" in talking.talk


async def test_beside_a_human_the_menu_offers_what_stays_open_then(app: FastAPI, talking: Phone) -> None:
    await talking.send(choice="0:@person")
    await app.state.db.write(team_writes, app.state.house, "Bonjour, je vous écoute.")
    await talking.look()
    await talking.send(choice="0:@menu")
    assert {value.partition(":")[2]: words for value, words in talking.buttons.items()} == {
        "@status": "📨 Ma demande",
        "@help": "Aide urgente",  # its picture is a drawing
        "@complaint": "📣 Me plaindre",
        "@language": "🌐 Changer de langue",
        "@forget": "🗑️ Tout effacer",
        "@stop": "⏹️ Arrêter les messages",
    }
    await talking.tap("Me plaindre")
    assert "Vous pouvez vous plaindre ici." in talking.talk
    assert "📣 Me plaindre" in talking.talk


async def test_beside_a_human_all_is_erased_by_touch_where_everybody_is_sent_for_it(
    app: FastAPI, talking: Phone
) -> None:
    await talking.send(choice="0:@person")
    await app.state.db.write(team_writes, app.state.house, "Bonjour, je vous écoute.")
    await talking.look()
    await talking.send(choice="0:@menu")
    await talking.tap("Tout effacer")
    assert "Voulez-vous tout effacer ?" in talking.talk
    await talking.tap("Oui, tout effacer")
    assert "Bonjour, je vous écoute." not in talking.talk


async def test_after_stop_no_button_of_the_menu_stands_there_to_be_tapped_in_vain(talking: Phone) -> None:
    await talking.send(choice="0:@menu")
    await talking.tap("Arrêter les messages")
    assert "Vous ne recevrez plus de message." in talking.talk
    assert talking.buttons == {}
    await talking.send(text="bonjour")
    assert talking.buttons


async def test_the_menu_rests_once_the_human_has_answered(app: FastAPI, talking: Phone) -> None:
    await talking.send(choice="0:@person")
    await app.state.db.write(team_writes, app.state.house, "Bonjour, je vous écoute.")
    await talking.send(choice="0:@menu")
    await app.state.db.write(team_writes, app.state.house, "Que puis-je faire ?")
    await talking.look()
    assert talking.buttons == {}


async def test_under_the_words_of_a_human_stands_no_button_of_the_machine(app: FastAPI, talking: Phone) -> None:
    await talking.send(text="aide")
    assert talking.buttons
    await app.state.db.write(team_writes, app.state.house, "Avez-vous mangé ?")
    await talking.look()
    assert talking.buttons == {}


async def test_the_first_yes_that_a_human_asks_for_has_its_buttons(app: FastAPI, phone: Phone) -> None:
    await phone.tap("Français")
    await phone.send(text="on me menace ici")
    await app.state.db.write(team_asks_first_yes, app.state.house)
    await phone.look()
    assert [value.partition(":")[2] for value in phone.buttons] == ["yes", "no", "more"]
    await phone.tap("d'accord")
    assert "C'est noté" in phone.talk
