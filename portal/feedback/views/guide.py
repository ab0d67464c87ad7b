"""How we write feedback: the guide for officers, made of the same lists that the checks use."""

from flask.typing import ResponseReturnValue

from portal.feedback.policy import OVERSEE
from portal.feedback.rules.checks import OLDEST_READER
from portal.feedback.rules.guide import AVOIDED, FEWEST_WORDS, LONG_SENTENCE, MOST_WORDS
from portal.feedback.wording import guide
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("feedback_guide", __name__)


@bp.page("/manage/feedback-guide", needs=OVERSEE)
def wording() -> ResponseReturnValue:
    """Rules, examples before and after, and words to avoid."""
    rules, examples = guide()
    return page(
        "feedback/guide.html",
        rules=rules,
        examples=examples,
        avoided=AVOIDED,
        fewest_words=FEWEST_WORDS,
        most_words=MOST_WORDS,
        long_sentence=LONG_SENTENCE,
        oldest_reader=OLDEST_READER,
    )
