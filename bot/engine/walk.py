"""From state to state until somebody must answer."""

from __future__ import annotations

from bot.engine import options
from bot.engine.actions.registry import ACTIONS, SAID_AGAIN
from bot.engine.beneath import HEARD, beneath, say_silent
from bot.engine.choices import buttons_of
from bot.engine.effects import BACK, OpenHandover, Send
from bot.engine.handover import promise
from bot.engine.minors import asked_first
from bot.engine.session import Frame
from bot.engine.turn import SAID_SINCE, Turn
from bot.engine.values import filled
from bot.engine.whose import PUT_BY_TEAM, has_human, is_held
from content.match import useful
from content.rules import Truth, evaluate
from flows.flow import Arrow, Node
from flows.schema import Ask, Branch, Do, End, HandOver, Say

STEPS_MAX = 60  # states walked without a question; a longer way is a loop that the checks missed


class EndlessWalk(RuntimeError):
    """A loop of states without a question: a fault of the flows, answered with the safety text and a human."""


def walk(turn: Turn) -> None:
    """Go on from the top frame until a question is put, or nothing is left to say."""
    for _ in range(STEPS_MAX):
        if is_held(turn):
            return
        if not turn.frames:
            turn.push("menu" if turn.language else "welcome")
        asked_first(turn)
        if not _pass(turn, turn.node):
            return
    raise EndlessWalk(str([f"{frame.flow}.{frame.state}" for frame in turn.frames]))


def _pass(turn: Turn, node: Node) -> bool:
    """Do one state; False when it is the person's turn."""
    spec = node.spec
    match spec:
        case Ask():
            skip = _skipped(turn, node, spec)
            if skip is None:
                put(turn, node)
                return False
            turn.goto(skip, "skip")
        case Say():
            turn.remember_said()
            turn.send((filled(turn, node.text),), kind=spec.kind)
            turn.goto(choose(turn, node.arrows), "say")
        case Branch():
            turn.goto(choose(turn, node.arrows), "branch")
        case Do():
            return _act(turn, node, spec)
        case HandOver(hand_over=wish):
            turn.remember_said()
            turn.effects.append(OpenHandover(wish.level, wish.reason, wish.focus))
            unasked = wish.focus == "protection"  # a flow's own step; who asks for a human hears it whole each time
            turn.send(promise(turn, wish.level, again=unasked), kind="receipt")
            turn.goto(choose(turn, node.arrows), "hand_over")
        case End():
            turn.pop()
            if has_human(turn):
                turn.since = turn.seq + 1  # no button of what is over counts for what lies below
                return not _rests(turn)
    return True


def _rests(turn: Turn) -> bool:
    """What lies open is the machine's own question, put before a human took the talk: it waits until they have ended."""
    return bool(turn.frames) and turn.flow.head.beside and turn.flow.name not in PUT_BY_TEAM


def _act(turn: Turn, node: Node, spec: Do) -> bool:
    """Do an action; one that changed the frames has already said where to go on."""
    frames = len(turn.frames)
    if spec.do in SAID_AGAIN:
        turn.remember_said()
    result = ACTIONS[spec.do](turn, spec.with_)
    if len(turn.frames) == frames and turn.node is node:
        arrow = (node.by_result.get(result) or node.by_result["else"]) if node.by_result else node.arrows[0]
        turn.goto(arrow, f"do:{result}")
    return not turn.finished


def choose(turn: Turn, arrows: tuple[Arrow, ...]) -> Arrow:
    """The first arrow whose clause holds; the checks see to it that one always does."""
    if arrows and arrows[0].when is None:
        return arrows[0]
    facts = options.known(turn)
    for arrow in arrows:
        if arrow.when is None or evaluate(arrow.when, facts) is Truth.TRUE:
            return arrow
    raise LookupError("no arrow holds")


def put(turn: Turn, node: Node, *, again: bool = False, person: bool = False, whole: bool = False) -> None:
    """Put the question of ``node``. Put again, it keeps its first turn, so that its earlier buttons still count.

    ``person``: with a way to a human under it, unless the question has one of its own, and a way to hear it all; ``whole``:
    never its short form, for who could not read the long one.
    """
    if asked_first(turn):
        walk(turn)
        return
    spec = node.spec
    if not isinstance(spec, Ask):
        raise TypeError(node.name)
    turn.since = min(turn.since, turn.seq) if again else turn.seq
    if not again:
        turn.tries = turn.heard = 0
        turn.notes.pop(SAID_SINCE, None)
        if turn.walked:
            turn.jot(SAID_SINCE, list(turn.walked))
    shown = options.offered(turn, node)
    choices = buttons_of(node, shown)
    short = again and not whole and node.again is not None and _was_open(turn)
    text = filled(turn, node.again if short else node.text)
    silent = say_silent(turn, Send((text,), choices))
    under = beneath(turn, node, shown, person=person or silent)
    if any(button.id == BACK for button in under):
        touched = turn.book.phrase
        turn.pending = [touched("heard_so_tap", **one.values) if one.key == HEARD else one for one in turn.pending]
    turn.send((text,), (*choices, *under), spec.kind)


def _was_open(turn: Turn) -> bool:
    """Whether the question on top stood open before this turn: who has not read it whole must not get it short."""
    before, now = turn.before.frames, turn.frames[-1]
    return bool(before) and (before[-1].flow, before[-1].state) == (now.flow, now.state)


def reopen(turn: Turn) -> None:
    """What waits for an answer, said once more: after help, a picture or a question of theirs nobody is left hanging."""
    if turn.frames and turn.node.is_question:
        put(turn, turn.node, again=True)
    else:
        walk(turn)


def move_frames(turn: Turn) -> None:
    """Frames of an older release move by the declared renames; same names stay; what is gone starts its flow anew."""
    flows = turn.book.flows
    if all(frame.flow in flows and flows[frame.flow].version == frame.version for frame in turn.frames):
        return
    moved = []
    for frame in turn.frames:
        flow = flows.get(frame.flow)
        if flow is None:
            continue
        state = frame.state
        if flow.version != frame.version:
            state = flow.head.renamed.get(state, state)
            state = state if state in flow.nodes else flow.head.start
        moved.append(Frame(flow.name, flow.version, state))
    turn.frames = moved


def _skipped(turn: Turn, node: Node, spec: Ask) -> Arrow | None:
    """The arrow to take without asking: the fact is known to be unknown, or an answer would change nothing."""
    if not spec.save:
        if node.only_if is not None and evaluate(node.only_if, options.known(turn)) is not Truth.TRUE:
            return _default(turn, node)
        return None
    if spec.save in turn.unknown:
        return _default(turn, node)
    if spec.save in turn.told and spec.save in turn.facts:
        turn.told.remove(spec.save)
        return _of_value(turn, node, turn.facts[spec.save])
    if spec.only_if is None:
        return None
    if spec.save in turn.facts:
        return _of_value(turn, node, turn.facts[spec.save])
    if spec.only_if == "new":
        wanted = True
    elif node.only_if is not None:
        wanted = evaluate(node.only_if, options.known(turn)) is Truth.TRUE
    else:
        wanted = useful(turn.book.directory, turn.facts, spec.save)
    return None if wanted else _default(turn, node)


def _of_value(turn: Turn, node: Node, value: object) -> Arrow:
    for option in node.options:
        if option.value == value and option.id in node.by_result:
            return node.by_result[option.id]
    return _default(turn, node)


def _default(turn: Turn, node: Node) -> Arrow:
    if node.by_result:
        return node.by_result["else"]
    return choose(turn, node.arrows)
