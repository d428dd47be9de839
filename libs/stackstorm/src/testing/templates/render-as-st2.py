"""What StackStorm makes of parameters, said again in few words on the real Jinja2, to hold the TypeScript of this folder to it.

Facts: st2 3.9, st2common/util/param.py, util/jinja.py, util/casts.py, expressions/functions/data.py. Reads one JSON document, a list of
cases, and writes a list of results: the text of `json.dumps` of the runner's and action's final parameters, or an error.
"""

import ast
import json
import re
import sys

from jinja2 import StrictUndefined, TemplateSyntaxError, meta
from jinja2.sandbox import SandboxedEnvironment

NONE = "%*****__%NONE%__*****%"
env = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
env.filters["to_json_string"] = lambda value: json.dumps(value, separators=(",", ": "))
env.filters["to_complex"] = json.dumps
env.filters["use_none"] = lambda value: NONE if value is None else value


def parsed(text):
    try:
        return json.loads(text)
    except ValueError:
        return ast.literal_eval(text)


def cast(value, kind):
    if value is None or value == NONE or kind is None:
        return None if value == NONE else value
    if kind == "string" and not isinstance(value, str):
        raise ValueError("no string")
    if kind == "integer":
        return int(value)
    if kind == "number":
        return float(value)
    if kind == "boolean" and isinstance(value, str):
        return ast.literal_eval(value.capitalize())
    if kind in ("object", "array") and isinstance(value, str):
        return parsed(value)
    return value


def marked(value):
    return isinstance(value, str) and ("{{" in value or "{%" in value)


def node(value):
    whole = str(value) if isinstance(value, (list, dict)) else value
    if not marked(whole):
        return {"value": value}
    try:
        return {"template": value, "needs": meta.find_undeclared_variables(env.parse(value))}
    except TemplateSyntaxError:
        return {"value": value}


def render(template, values):
    if isinstance(template, str):
        return env.from_string(template).render(values)
    text = json.dumps(template, ensure_ascii=False, separators=(",", ":"))
    text = re.sub(r'"{{([A-z0-9_-]+)}}"', r"{{\1 | to_complex}}", text)
    return json.loads(env.from_string(text).render(values))


def resolve(case, nodes):
    for schemas in (case["action"], case["runner"]):
        for name, schema in schemas.items():
            if nodes.get(name, {}).get("value") is None or schema.get("immutable"):
                nodes.setdefault(name, {}).update(node(schema.get("default")))
    values = {}

    def visit(name, below):
        if name in below or name not in nodes:
            raise KeyError(name)
        if name in values:
            return
        for need in nodes[name].get("needs", ()):
            visit(need, below | {name})
        found = nodes[name]
        values[name] = render(found["template"], values) if "template" in found else found["value"]

    for name in nodes:
        visit(name, frozenset())
    return values


def type_of(case, name):
    return case["runner"].get(name, case["action"].get(name, {})).get("type")


def final(case):
    base = {"action_context": case["context"], "config_context": case["config"], **case.get("more", {})}
    variables = {name: {"value": value} for name, value in base.items()}
    values = resolve(case, {**variables, **{name: node(value) for name, value in case["given"].items()}})
    live = {name: cast(values[name], type_of(case, name)) for name in case["given"]}
    for schemas in (case["action"], case["runner"]):
        for name, schema in schemas.items():
            default = schema.get("default")
            if not schema.get("immutable") and marked(default) and default != values[name] and name not in live:
                live[name] = cast(values[name], schema.get("type"))
    values = resolve(case, {**variables, **{name: {"value": value} for name, value in live.items()}})
    return {name: cast(values[name], type_of(case, name)) for name in {**case["action"], **case["runner"]}}


def result(case):
    try:
        return {"final": json.dumps(final(case))}
    except Exception as error:  # any of them fails the execution
        return {"error": f"{type(error).__name__}: {error}"}


json.dump([result(case) for case in json.load(sys.stdin)], sys.stdout)
