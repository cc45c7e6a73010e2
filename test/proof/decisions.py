"""Answers cases written as in test/model/cases with the IAM evaluator of MiniStack, a local AWS emulator (MIT licensed).

Reads a JSON list of cases from standard input, and prints what the emulator answers to each, in their order,
or `cannot` and why it cannot be asked.

The keys of a request are those of the case, instead of those that the emulator's server would gather from HTTP.
"""

import json
import re
import sys

from ministack.core import iam_evaluator as emulator

PLACEHOLDER = re.compile(r"\$\{(?:AWS::(\w+)|(\w+)(?:\.|::)([\w.]+))\}")
PSEUDO = {"Partition": "aws", "Region": "eu-west-1", "AccountId": "210987654321", "URLSuffix": "amazonaws.com"}
NOBODY = "nobody"  # The ARN of a caller that is no identity: no policy names it.


class CannotAsk(Exception):
    """The emulator has no way to be asked this."""


def key_of(key, ctx):
    """The values of a key in the case: a text if there is one, a list if there are several, else nothing."""
    values = ctx.service_context.get(key.lower())
    return values[0] if values is not None and len(values) == 1 else values


emulator._resolve_condition_key = key_of


def deployed(text):
    """A case in which every name that is only known after deployment has one: a decision must hold for any."""
    return PLACEHOLDER.sub(lambda found: PSEUDO.get(found[1], "name") if found[1] else f"{found[2]}-{found[3]}".lower(), text)


def keys_of(written):
    keys = {}
    for key, value in (written or {}).items():
        values = value if isinstance(value, list) else [value]
        if values:
            keys[key.lower()] = values
    return keys


def account_in(arn):
    return arn.split(":")[4] if arn.count(":") >= 4 else ""


def context_of(request):
    principal = request["principal"]
    arn = principal.get("AWS", NOBODY) if isinstance(principal, dict) else NOBODY
    if re.fullmatch(r"\d{12}|arn:[\w-]+:iam::\d{12}:root", arn):
        raise CannotAsk("the root user of an account: the emulator lets it do everything unseen")
    return emulator.EvalContext(
        principal_arn=arn, principal_type="", principal_account=request.get("account") or account_in(arn), action=request["action"],
        resource_arn=request["resource"], region="", service_context=keys_of(request.get("context")))


def document(statements):
    return {"Version": "2012-10-17", "Statement": statements}


def decide(case):
    request = case["request"]
    principal, ctx = request["principal"], context_of(request)
    resource = case.get("resource") or []
    if "CanonicalUser" in principal:
        raise CannotAsk("a canonical user")
    if "Federated" in principal:
        return federated(principal["Federated"], ctx, resource)
    if principal == "*" or "Service" in principal:
        service = None if principal == "*" else principal["Service"]
        return emulator.evaluate_resource_policy(document(resource), ctx, service=service).decision == "Allow"
    return identity(case, ctx, resource)


def federated(provider, ctx, trust):
    if ctx.action != "sts:AssumeRoleWithWebIdentity":
        raise CannotAsk("a federated caller of anything but sts:AssumeRoleWithWebIdentity")
    return emulator.evaluate_trust_policy(document(trust), provider, ctx)


def identity(case, ctx, resource):
    """As the emulator's `enforce` combines the policies that it finds."""
    limits = [[emulator.parse_policy_document(document(case["boundary"]))]] if "boundary" in case else []
    own = emulator.evaluate(ctx, [emulator.parse_policy_document(document(case.get("identity") or []))], *limits)
    owner = case["request"].get("resourceAccount") or account_in(ctx.resource_arn)
    owner = owner if re.fullmatch(r"\d{12}", owner) else ctx.principal_account
    is_role = ctx.action.startswith("sts:") and ":role/" in ctx.resource_arn
    if not resource and not is_role and owner == ctx.principal_account:
        return own.decision == "Allow"
    required = is_role or (ctx.action.startswith("kms:") and bool(resource))
    return emulator.combine_resource_policy(own, ctx, document(resource), owner, required=required, limits=limits).decision == "Allow"


def pattern(case):
    """A pattern stands in the element that the emulator reads in the same way."""
    if "narrower" in case:
        raise CannotAsk("whether one pattern matches all that another one does")
    kind, value = case.get("kind", "TEXT"), case["value"]
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    request = {"principal": "*", "action": "a:b", "resource": "*"}
    if kind == "ACTION":
        statement["Action"], request["action"] = case["pattern"], value
    elif kind == "RESOURCE":
        statement["Resource"], request["resource"] = case["pattern"], value
    else:
        statement["Condition"] = {"ArnLike" if kind == "ARN" else "StringLike": {"key": case["pattern"]}}
        request["context"] = {"key": value}
    return allows(statement, request)


def condition(case):
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": case["condition"]}
    return allows(statement, {"principal": "*", "action": "a:b", "resource": "*", "context": case.get("context")})


def allows(statement, request):
    return emulator.evaluate(context_of(request), [emulator.parse_policy_document(document([statement]))]).decision == "Allow"


def refuse(case, text):
    if "noAnswer" in case:
        raise CannotAsk("a form that AWS refuses or does not describe")
    if case["expected"] == "CANNOT_SAY" or case.get("incomplete"):
        raise CannotAsk("the answer is «cannot say»: the emulator knows two answers")
    if re.search(r"\$\{[^{}]+\}", text):
        raise CannotAsk("policy variables")
    if '"NotPrincipal"' in text:
        raise CannotAsk("NotPrincipal")


def answer(written):
    text = deployed(json.dumps(written, ensure_ascii=False))
    case = json.loads(text)
    refuse(case, text)
    yes, no = ("ALLOWED", "DENIED") if "request" in case else ("MATCH", "NO_MATCH")
    found = decide(case) if "request" in case else condition(case) if "condition" in case else pattern(case)
    return yes if found else no


def reply(case):
    try:
        return {"answer": answer(case)}
    except CannotAsk as reason:
        return {"cannot": str(reason)}


print(json.dumps([reply(case) for case in json.load(sys.stdin)]))
