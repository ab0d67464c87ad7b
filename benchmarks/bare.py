"""The peer: a bare Flask app on the same server and database settings. One SELECT and a template; one INSERT.

python -m benchmarks.bare FOLDER PORT
"""

import sys

from flask import Flask, render_template, request
from jinja2 import DictLoader
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select
from waitress import serve

from portal.core.db import make_engine

TEMPLATE = """<!DOCTYPE html>
<html lang="en-GB">
  <head><meta charset="utf-8"><title>{{ row.title }}</title></head>
  <body><main><h1>{{ row.title }}</h1><p>{{ row.text }}</p></main></body>
</html>
"""
THREADS = 4

metadata = MetaData()
note = Table("note", metadata, Column("id", Integer, primary_key=True), Column("title", String), Column("text", String))


def create_app(folder: str) -> Flask:
    """The app over a database of its own in `folder`."""
    app = Flask("bare")
    app.jinja_loader = DictLoader({"page.html": TEMPLATE})
    engine = make_engine(f"sqlite:///{folder}/bare.db")
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(note).values(title="A title", text="Some words. " * 40))

    @app.get("/read")
    def read() -> str:
        with engine.connect().execution_options(read_only=True) as connection:
            row = connection.execute(select(note).where(note.c.id == 1)).one()
        return render_template("page.html", row=row)

    @app.post("/write")
    def write() -> tuple[str, int]:
        with engine.begin() as connection:
            connection.execute(insert(note).values(title="A title", text=request.form["text"]))
        return "", 204

    return app


if __name__ == "__main__":
    serve(create_app(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), threads=THREADS, ident="bare")
