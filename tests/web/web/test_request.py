"""Words that come with a request can be looked up on every database."""

from io import BytesIO

from flask import Flask, request

from portal.web.request import PortalRequest


def test_no_nul_comes_in_by_a_query_or_a_form_and_files_keep_every_byte(app: Flask) -> None:
    sent = {"na\x00me": "Night\x00 owls", "file": (BytesIO(b"a\x00b"), "a.bin")}
    assert app.request_class is PortalRequest
    with app.test_request_context("/?q=%00safer%00", method="POST", data=sent):
        assert request.args["q"] == "safer"
        assert request.form.to_dict() == {"name": "Night owls"}
        assert request.files["file"].read() == b"a\x00b"
    with app.test_request_context(
        "/", method="POST", data="text=one%00two", content_type="application/x-www-form-urlencoded"
    ):
        assert request.form.to_dict() == {"text": "onetwo"}
