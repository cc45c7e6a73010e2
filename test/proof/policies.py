"""Adds permissions to functions of MiniStack, a local AWS emulator, and prints the bytes of the policy that it then returns.

Reads from standard input a JSON list of `{"qualifier", "permissions"}`, each permission as `AddPermission` takes it, and
prints a list of numbers: the bytes of each policy without white space, as Lambda itself returns it.
"""

import asyncio
import base64
import io
import json
import logging
import sys
import zipfile

logging.disable(logging.CRITICAL)
from ministack.services import lambda_svc  # noqa: E402

FUNCTIONS = "/2015-03-31/functions"


async def call(method, path, body=None, query=None):
    status, _, answer = await lambda_svc.handle_request(method, path, {}, json.dumps(body or {}).encode(), query or {})
    if status >= 300:
        raise SystemExit(f"{method} {path}: {answer.decode()}")
    return json.loads(answer)


def no_code():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("index.py", "")
    return {"ZipFile": base64.b64encode(archive.getvalue()).decode()}


async def size_of(name, wanted):
    role = "arn:aws:iam::000000000000:role/none"
    await call("POST", FUNCTIONS, {"FunctionName": name, "Runtime": "python3.13", "Role": role, "Handler": "index.handler", "Code": no_code()})
    query = {}
    if wanted.get("qualifier"):
        query = {"Qualifier": [wanted["qualifier"]]}
        await call("POST", f"{FUNCTIONS}/{name}/aliases", {"Name": wanted["qualifier"], "FunctionVersion": "$LATEST"})
    for permission in wanted["permissions"]:
        await call("POST", f"{FUNCTIONS}/{name}/policy", permission, query)
    policy = json.loads((await call("GET", f"{FUNCTIONS}/{name}/policy", query=query))["Policy"])
    return len(json.dumps(policy, separators=(",", ":"), ensure_ascii=False).encode())


async def main():
    print(json.dumps([await size_of(wanted["name"], wanted) for wanted in json.load(sys.stdin)]))


asyncio.run(main())
