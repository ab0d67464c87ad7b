"""What was sent to whom and when: the officers' Messages pages."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.core.paging import page_number
from portal.core.text import one_line
from portal.outbox import queries
from portal.outbox.models import Message
from portal.outbox.policy import READ_MESSAGES
from portal.outbox.worker import body_to_read
from portal.web.context import current_portal, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("outbox", __name__)
LONGEST_SEARCH = 200


@bp.page("/manage/messages", needs=READ_MESSAGES)
def messages() -> ResponseReturnValue:
    """Every message, newest first; found by recipient, subject or reference."""
    search = one_line(request.args.get("search", ""))[:LONGEST_SEARCH]
    session = current_session()
    paging = page_number(request.args.get("page"), queries.count_messages(session, search))
    found = queries.messages(session, search, paging)
    return page("outbox/messages.html", messages=found, paging=paging, search=search)


@bp.page("/manage/messages/<handle>", needs=READ_MESSAGES, load=queries.message_by_handle)
def message(found: Message) -> ResponseReturnValue:
    """One message as its reader got it. One-time links are shown in a demo only."""
    settings = current_portal().settings
    return page("outbox/message.html", message=found, body=body_to_read(found, settings, secret=settings.demo))
