"""Words that are too long for a phone, too alike to tell apart, or not for a notification."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from flows.checks.known import Known
from flows.checks.misfit import Misfit
from flows.flow import Flow, Node
from flows.limits import (
    CHOICES_MAX,
    CONSENT_TEXT_MAX,
    LABEL_MAX,
    LABEL_MAX_QUICK,
    PREVIEW_CHARACTERS,
    SPOKEN_SECONDS_MAX,
    SPOKEN_WORDS_MAX,
)  # fmt: skip
from flows.limits import SPOKEN_ASKED_WORDS_MAX as ASKED_WORDS_MAX
from flows.limits import SPOKEN_QUESTION_WORDS_MAX as QUESTION_WORDS_MAX
from flows.limits import WHATSAPP_QUICK_REPLIES_MAX as QUICK_MAX
from flows.safety import is_marked
from flows.schema import Ask
from flows.texts import of_state
from locales.catalogue import SOURCE
from locales.sheet.line import WORDS_A_SECOND

SAME_MEANING = {"person": ("someone", "call"), "back": ("leave",), "my_data": ("data",), "help": ("urgent",)}
"""A choice may bear the word of a command when both lead to the same place."""


def labels(known: Known) -> Iterator[str | Misfit]:
    """Labels fit whole on every channel, in every language; no more choices than a list can show."""
    for flow, node in known.nodes():
        if not isinstance(node.spec, Ask):
            continue
        count = len(node.options)
        if count > CHOICES_MAX:
            yield f"{known.at(flow, node.name, 'answer')}: {count} choix ; {CHOICES_MAX} au plus, sinon deux questions."
        longest = LABEL_MAX_QUICK if count <= QUICK_MAX and node.spec.answer.options is None else LABEL_MAX
        for option in node.options:
            for language in known.catalogues.languages:
                label = known.catalogues.say(option.label, language)
                if len(label) > longest:
                    says = f"« {label} » a {len(label)} caractères ; {longest} au plus."
                    yield known.misfit(language, option.label, says, flow, node.name, "answer")


def alike(known: Known) -> Iterator[Misfit]:
    """No two choices of a question fold to the same word, in any language, and none is a word that works everywhere."""
    for flow, node in known.nodes():
        if isinstance(node.spec, Ask):
            yield from _alike(known, flow, node)


def _alike(known: Known, flow: Flow, node: Node) -> Iterator[Misfit]:
    """What is written in French goes before every translation, so that a translator's word gives way to it."""
    readings = [(SOURCE, option, word) for option in node.options for word in (option.label.fr, *option.synonyms)]
    readings += [
        (language, option, known.catalogues.say(option.label, language))
        for language in known.catalogues.languages
        for option in node.options
        if language != SOURCE and known.catalogues.has(option.label, language)
    ]
    owner: dict[str, str] = {}
    for language, option, reading in readings:
        folded = known.fold(reading)
        if owner.setdefault(folded, option.id) != option.id:
            says = f"« {reading} » se lit comme un autre choix (« {owner[folded]} ») ; changez l'un des deux."
            yield known.misfit(language, option.label, says, flow, node.name, "answer")
        command = known.global_words.get(folded)
        if command and not _same_meaning(command, option.id):
            says = f"« {reading} » est déjà le mot de « {command} » partout ; changez le choix."
            yield known.misfit(language, option.label, says, flow, node.name, "answer")


def _same_meaning(command: str, choice: str) -> bool:
    return choice == command or choice in SAME_MEANING.get(command, ())


def previews(known: Known) -> Iterator[Misfit]:
    """The first 80 characters of what is sent hold no word that would harm on a shared screen (protection A3)."""
    for flow, node in known.nodes():
        if node.text is None:
            continue
        for language in known.catalogues.languages:
            for word in seen_at_once(known.catalogues.say(node.text, language), known.sensitive, known.fold):
                says = f"« {word} » se lit sur une notification ; commencez autrement."
                yield known.misfit(language, node.text, says, flow, node.name)


def seen_at_once(text: str, sensitive: Collection[str], fold: Callable[[str], str]) -> list[str]:
    """The sensitive words that a notification of ``text`` would show. ``sensitive``: folded."""
    shown = {fold(word) for word in text[:PREVIEW_CHARACTERS].replace("'", " ").split()}
    return sorted(shown & set(sensitive))


def consent(known: Known) -> Iterator[str | Misfit]:
    """What is said before the first yes fits in one breath."""
    flow = known.flows.get("welcome")
    node = flow.nodes.get("consent") if flow else None
    if flow is None or node is None or node.text is None:
        yield "flows: « welcome/consent » manque : rien ne se demande avant l'accord."
        return
    for language in known.catalogues.languages:
        size = len(known.catalogues.say(node.text, language))
        if size > CONSENT_TEXT_MAX:
            says = f"{size} caractères ; {CONSENT_TEXT_MAX} au plus."
            yield known.misfit(language, node.text, says, flow, "consent")


def heard_whole(known: Known) -> Iterator[Misfit]:
    """A question is heard in ten seconds, with what explains it in twenty; what is about safety may take its minute."""
    for flow, node in known.nodes():
        if not node.is_question or node.text is None:
            continue
        for language in known.catalogues.languages:
            said = known.catalogues.say(node.text, language)
            asked = known.catalogues.say(node.again, language) if node.again else said.split("\n\n")[-1]
            lengths = (
                (node.again or node.text, _words(asked), QUESTION_WORDS_MAX),
                (node.text, 0 if is_marked(flow, node) else _words(said), ASKED_WORDS_MAX),
            )
            for text, count, most in lengths:
                if count > most:
                    says = f"{count} mots à entendre ; {most} au plus."
                    yield known.misfit(language, text, says, flow, node.name)


def heard_in_a_minute(known: Known) -> Iterator[Misfit]:
    """Whatever a state says, safety too, is heard in a minute: a longer message is sent in pieces, but one text cannot be
    parted. Estimated by its words (``WORDS_A_SECOND``), since most texts have no voice yet when they are written.
    """
    for flow, node in known.nodes():
        for text in of_state(node):
            for language in known.catalogues.languages:
                count = _words(known.catalogues.say(text, language))
                if count > SPOKEN_WORDS_MAX:
                    seconds = round(count / WORDS_A_SECOND)
                    says = f"environ {seconds} secondes à entendre ; {SPOKEN_SECONDS_MAX} au plus, sinon deux messages."
                    yield known.misfit(language, text, says, flow, node.name)


def _words(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())


def examples(known: Known) -> Iterator[str]:
    """Every question says what to do when an answer was not understood."""
    for flow, node in known.nodes():
        if isinstance(node.spec, Ask) and node.spec.answer.text is None and node.retry is None:
            yield f"{known.at(flow, node.name)}: « {node.name} » n'a pas de « retry » ; donnez un exemple de réponse."


def private_moment(known: Known) -> Iterator[str]:
    """A sensitive flow is entered by its private-moment question, or by a safety text that cannot wait."""
    for flow, node in known.nodes():
        for arrow in (*node.arrows, *node.by_result.values()):
            found = known.target(arrow)
            if found is None or found[0].name == flow.name or not found[0].head.sensitive:
                continue
            inner, state = found
            if state.name != inner.head.start and getattr(state.spec, "kind", "") != "safety":
                yield (
                    f"{known.at(flow, node.name)}: « {inner.name}/{state.name} » passe à côté de la question du moment "
                    f"tranquille ; allez à « {inner.name}/ »."
                )
