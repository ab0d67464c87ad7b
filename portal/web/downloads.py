"""Files that the portal makes for somebody: always a download, never shown inside the portal."""

from flask import Response, make_response

PLAIN_TEXT = "text/plain; charset=utf-8"
PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(data: bytes, name: str, media_type: str) -> Response:
    """The bytes as a download; `name` holds letters, digits, hyphens and one dot, so it needs no quoting."""
    response = make_response(data)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
