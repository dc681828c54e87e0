"""Replies of a quiz as objects with words in them, for an assistant that reads them out in the person's language."""

from collections.abc import Callable
from typing import Any, Final

from studykit.markup.cloze import deletions
from studykit.quiz.chat_replies import Asked, Ended, Hinted, Marked, Reply, Said, Standing, Told, reply_object

Say = Callable[..., str]
"""Puts a code with its parameters into words."""
Object = dict[str, Any]
_GAP: Final = "[…]"


def spoken(reply: Reply, say: Say) -> Object:
    """A reply as an object; `text` is what can be read out, in Markdown. Codes give way to their words."""
    if isinstance(reply, Said):
        return said_object(reply, say)
    if isinstance(reply, Ended):
        total = reply.report.total
        text = say("quizzing-report", right=total.right, asked=total.asked, share=f"{total.share:.0%}")
        return {"kind": reply.kind, **reply.report.as_object(), "text": text}
    made = reply_object(reply)
    match reply:
        case Asked(instruction=instruction, asks=asks, form=form, lines=lines):
            del made["instruction"]
            how = "mcp-how-free" if form == "free" else f"chat-how-{form}"
            text = "\n".join((say(instruction, asks=asks), *lines))
            made |= {"form_name": say(f"quiz-kind-{form}"), "text": text, "how": say(how)}
        case Hinted(code=code, text=text, count=count):
            made["text"] = say(code, text=text, count=count)
            del made["code"], made["count"]
        case Told(reason=reason, matched=matched, right=right):
            why = say(reason, matched=matched)
            made["reason"] = why
            made["text"] = say("chat-told-right" if right else "chat-told-wrong", reason=why)
            del made["matched"]
        case Marked(points=points):
            made["text"] = say("chat-marked", points=points)
        case Standing():
            made["text"] = say(
                "chat-standing", right=reply.right, answered=reply.answered, count=reply.count, hints=reply.hints
            )
    return made


def said_object(reply: Said, say: Say) -> Object:
    """A plain word as an object."""
    return {"kind": reply.kind, "code": reply.code, "text": say(reply.code, **dict(reply.parameters))}


def without_gaps(front: str) -> str:
    """A question as a list shows it, with what a cloze hides left out."""
    out, place = [], 0
    for deletion in deletions(front):
        if deletion.start >= place:
            out += [front[place : deletion.start], _GAP]
            place = deletion.end
    return "".join(out) + front[place:]
