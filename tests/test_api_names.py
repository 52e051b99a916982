"""Commands, calls and names of pages against the API models: what is right passes, each kind of mistake is found."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from handbook import api, check
from handbook.api.exceptions import Exceptions, read_exceptions
from handbook.api.output import check_query
from handbook.api.shell import Unreadable, commands
from handbook.api.values import shorthand
from handbook.data import load_library
from handbook.pages import Page, read_pages
from handbook.paths import DATA, DOCS, ROOT
from handbook.yamlfile import BrokenData

SOUND = """# キー

`GetItem`と`BillingMode`と`PAY_PER_REQUEST`と`Select=COUNT`、`Orders`の`ConsumedReadCapacityUnits`、`dax:GetItem`。

```json
[{"Put": {"TableName": "Orders", "Item": {"OrderID": {"S": "O900"}}}}]
```

```bash
# aws dynamodb no-such-command is a comment
aws dynamodb transact-write-items --transact-items file://order.json
TABLE_ARN=$(aws dynamodb describe-table --table-name Orders \\
  --query 'Table.[TableArn,GlobalSecondaryIndexes[?IndexStatus==`"ACTIVE"`].KeySchema[].AttributeName | [0]]' --output text)
aws dynamodb create-table --table-name Orders --no-deletion-protection-enabled \\
  --attribute-definitions AttributeName=id,AttributeType=S \\
  --key-schema '[{"AttributeName": "id", "KeyType": "HASH"}]' --billing-mode PAY_PER_REQUEST
aws dynamodb put-item --table-name "$TABLE" --item "{\\"id\\":{\\"S\\":\\"$ID\\"}}" && aws s3 ls s3://bucket/
aws dynamodb query --table-name Orders --key-condition-expression 'id = :i' --max-items 5 \\
  --expression-attribute-values '{":i":{"S":"1"}}' --query 'Items[].[id.S, sum.N]' --no-scan-index-forward
aws dynamodb wait table-exists --table-name Orders
aws rds create-db-subnet-group --db-subnet-group-name a --db-subnet-group-description b --subnet-ids $SUBNETS
aws cloudwatch put-metric-alarm --alarm-name a --evaluation-periods 5 --namespace AWS/DynamoDB --metric-name SystemErrors \\
  --comparison-operator GreaterThanThreshold --dimensions Name=TableName,Value=Orders
aws elasticache modify-serverless-cache --serverless-cache-name a \\
  --cache-usage-limits 'DataStorage={Maximum=100,Unit=GB},ECPUPerSecond={Maximum=1000}'
aws dynamodb list-tables --limit [= value("x") =] | head
```

```python
import boto3

def read(table):
    return table.get_item(Key={"id": "1"}, ConsistentRead=True)["Item"]

client = boto3.client("dynamodb")
client.create_backup(TableName=name(), BackupName="before")
client.put_item(**arguments)
boto3.resource("dynamodb").Table("Orders").put_item(Item={"id": 1})
for page in client.get_paginator("query").paginate(TableName="Orders"):
    print(page)
```
"""
EXCEPTIONS = """
- {kind: names, names: [Orders], reason: example}
- {kind: cli, command: s3 ls, reason: of the CLI}
- {kind: metrics, namespace: AWS/DynamoDB, source: metrics, names: [SystemErrors, ConsumedReadCapacityUnits, UserErrors]}
"""


class Defect(NamedTuple):
    """Replace `old` by `new` in the sound page; one finding with these words must come, on the line of `new`."""

    name: str
    old: str
    new: str
    rule: str
    words: str


DEFECTS = [
    Defect("unknown-service", "aws dynamodb wait", "aws dynamo wait", "api-command", "「aws dynamo」というサービス"),
    Defect("unknown-operation", "dynamodb list-tables", "dynamodb show-tables", "api-command", "「show-tables」という操作"),
    Defect("unknown-waiter", "wait table-exists", "wait table-active", "api-command", "「table-active」というwaitの条件"),
    Defect("unknown-option", "--max-items 5", "--count 5", "api-command", "「--count」というオプション"),
    Defect("option-of-another-operation", "--no-scan-index-forward", "--no-strongly-consistent",
           "api-command", "--no-strongly-consistent"),
    Defect("negated-option-that-is-no-flag", "wait table-exists --table-name", "wait table-exists --no-table-name", "api-command",
           'required parameter in input: "TableName"'),
    Defect("missing-option", "--table-name Orders --no-deletion", "--no-deletion",
           "api-command", 'required parameter in input: "TableName"'),
    Defect("value-that-is-no-enum", "--billing-mode PAY_PER_REQUEST", "--billing-mode ON_DEMAND", "api-command", "「ON_DEMAND」という値"),
    Defect("enum-in-shorthand", "AttributeType=S", "AttributeType=STRING", "api-command", "「STRING」という値"),
    Defect("enum-in-json", '"KeyType": "HASH"', '"KeyType": "PARTITION"', "api-command", "「PARTITION」という値"),
    Defect("unknown-key-in-shorthand", "Name=TableName,Value", "Key=TableName,Value",
           "api-command", 'Unknown parameter in Dimensions[0]: "Key"'),
    Defect("unknown-key-in-nested-shorthand", "{Maximum=1000}", "{Max=1000}", "api-command", '"Max"'),
    Defect("unknown-key-in-json", '"AttributeName": "id"', '"Attribute": "id"', "api-command", '"Attribute"'),
    Defect("text-where-a-number-belongs", "--evaluation-periods 5", "--evaluation-periods five", "api-command", "EvaluationPeriods"),
    Defect("broken-json", '"KeyType": "HASH"}]', '"KeyType": "HASH"]', "api-command", "JSONとして読めません"),
    Defect("broken-shorthand", "Name=TableName,Value=Orders", "Name:TableName", "api-command", "短縮構文として読めません"),
    Defect("value-too-many", "list-tables --limit", "list-tables --limit 5", "api-command", "値が2個あります"),
    Defect("stray-word", "wait table-exists", "wait table-exists Orders",
           "api-command", "「Orders」は、どのオプションの値でもありません"),
    Defect("member-of-a-file", '"Item": {"OrderID"', '"Items": {"OrderID"', "api-command", '"Items"'),
    Defect("query-of-what-is-not-answered", "[id.S, sum.N]", "[id.S, sum.Number]",
           "api-command", "「Number」が、応答のAttributeValueにありません"),
    Defect("query-in-a-filter", "?IndexStatus==", "?Status==", "api-command", "「Status」"),
    Defect("query-that-forgets-the-list", "Items[].[id.S, sum.N]", "Items.id", "api-command", "listの中を見ています"),
    Defect("query-that-is-no-jmespath", "Items[].[id.S, sum.N]", "Items[.id", "api-command", "JMESPathとして読めません"),
    Defect("metric-that-is-not", "--metric-name SystemErrors", "--metric-name ServerErrors",
           "api-command", "「ServerErrors」というメトリクス"),
    Defect("unknown-method", "client.create_backup(", "client.make_backup(", "api-call", "「make_backup」というメソッド"),
    Defect("unknown-argument", 'BackupName="before"', 'Name="before"', "api-call", "「Name」という引数"),
    Defect("argument-of-the-wrong-type", 'BackupName="before"', "BackupName=5", "api-call", "BackupName"),
    Defect("missing-argument", ', BackupName="before"', "", "api-call", 'required parameter in input: "BackupName"'),
    Defect("table-name-twice", 'put_item(Item={"id": 1})', 'put_item(Item={"id": 1}, TableName="Orders")',
           "api-call", "「TableName」という引数"),
    Defect("method-that-a-table-lacks", ".put_item(Item", ".create_backup(Item", "api-call", "「Item」という引数"),
    Defect("python-that-does-not-parse", "def read(table):", "def read(table)", "api-call", "Pythonとして読めません"),
    Defect("operation-in-prose", "`GetItem`と", "`FetchItem`と", "api-name", "「FetchItem」"),
    Defect("parameter-in-prose", "`BillingMode`", "`BillingModes`", "api-name", "「BillingModes」"),
    Defect("enum-in-prose", "`PAY_PER_REQUEST`", "`PAY_PER_USE`", "api-name", "「PAY_PER_USE」"),
    Defect("pair-in-prose", "`Select=COUNT`", "`Select=NUMBER`", "api-name", "「NUMBER」"),
    Defect("permission-in-prose", "`dax:GetItem`", "`dax:FetchItem`", "api-name", "「dax:FetchItem」"),
]


def page(source: str, path: str = "dynamodb/keys.md") -> Page:
    return Page(path, source, f"docs/{path}")


@pytest.fixture
def allowed(tmp_path: Path) -> Exceptions:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/api-names.yml").write_text(EXCEPTIONS, encoding="utf-8")
    return read_exceptions(tmp_path)


def test_sound_page_has_no_findings(allowed: Exceptions) -> None:
    assert api.findings([page(SOUND)], allowed) == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_defect_is_found(allowed: Exceptions, defect: Defect) -> None:
    assert defect.old in SOUND
    broken = SOUND.replace(defect.old, defect.new, 1)
    line = SOUND[:SOUND.index(defect.old)].count("\n") + 1

    found = [finding for finding in api.findings([page(broken)], allowed) if finding.rule != "unused-exception"]

    assert {finding.rule for finding in found} == {defect.rule}
    assert any(defect.words in finding.message for finding in found), found
    # A missing option has no line of its own, and what a file holds stands in its command.
    assert all(line - 2 <= finding.line <= line + 8 for finding in found)
    assert all("→ " in finding.message for finding in found), "a message says what to do"


def test_findings_name_the_line(allowed: Exceptions) -> None:
    source = "# a\n\n```bash\naws dynamodb wait table-exists \\\n  --table-name Orders \\\n  --now yes\n```\n\n`FetchItem`\n"

    found = [f"{finding.path}:{finding.line}: {finding.rule}" for finding in api.findings([page(source)], allowed)]

    assert found[-2:] == ["docs/dynamodb/keys.md:6: api-command", "docs/dynamodb/keys.md:9: api-name"]


def test_prose_of_other_chapters_is_free_but_commands_are_not(allowed: Exceptions) -> None:
    source = "# a\n\n`FetchItem`\n\n```bash\naws rds make-db\n```\n"

    found = api.findings([page(SOUND), page(source, "aurora/hands-on.md")], allowed)

    assert [(finding.path, finding.line) for finding in found] == [("docs/aurora/hands-on.md", 6)]


def test_exception_that_nothing_needs_is_a_finding(allowed: Exceptions) -> None:
    source = SOUND.replace("、`Orders`の", "、").replace(" && aws s3 ls s3://bucket/", "")

    found = api.findings([page(source)], allowed)

    assert [f"{finding.path}:{finding.line}: {finding.rule}" for finding in found] == [
        "data/api-names.yml:2: unused-exception", "data/api-names.yml:3: unused-exception",
    ]


@pytest.mark.parametrize("entry", ["{kind: names, names: [A]}", "{kind: name, names: [A], reason: x}", "{names: [A], reason: x}"])
def test_exception_needs_its_kind_and_reason(tmp_path: Path, entry: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/api-names.yml").write_text(f"- {entry}\n", encoding="utf-8")

    with pytest.raises(BrokenData, match=r"data/api-names\.yml:1: record"):
        read_exceptions(tmp_path)


def test_words_are_split_as_a_shell_does() -> None:
    script = "if x; then\n  A=$(aws a b --c 'd e' \"f\\\"g $H\" \\\n    --i=j k$L) # rest\nfi\naws m n --o p; aws q wait r --s"

    first, second, third = commands(script, 10)

    assert (first.line, first.service, first.operation) == (11, "a", "b")
    assert {name: [(word.text, word.line, word.is_known) for word in words] for name, words in first.options.items()} == {
        "c": [("d e", 11, True), ('f"g $H', 11, False)], "i": [("j", 12, True), ("k$L", 12, False)],
    }
    assert (second.line, second.options["o"][0].text) == (14, "p")
    assert (third.operation, third.is_wait, third.options) == ("r", True, {"s": []})
    with pytest.raises(Unreadable):
        commands("aws a b --c 'd", 1)


@pytest.mark.parametrize(("text", "value"), [
    ("A=1,B=x y", {"A": "1", "B": "x y"}),
    ("A=1,2,B=3", {"A": ["1", "2"], "B": "3"}),
    ("A={B=1,C={D=2}},E=[3,4]", {"A": {"B": "1", "C": {"D": "2"}}, "E": ["3", "4"]}),
    ('A="x,y",B=arn:aws:rds:x', {"A": "x,y", "B": "arn:aws:rds:x"}),
    ("A=", {"A": ""}),
])
def test_shorthand_of_the_cli(text: str, value: object) -> None:
    assert shorthand(text) == value


def test_query_without_a_known_answer_is_free() -> None:
    check_query("a.b[].c", None)


def test_make_check_looks_at_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "lint", lambda *_, **__: [])
    monkeypatch.setattr(check, "lint_data", lambda *_: [])
    monkeypatch.setattr(check, "read_exceptions", lambda _: Exceptions([], "data/api-names.yml"))

    found, _ = check.findings()

    assert {finding.rule for finding in found} == {"api-command", "api-name"}, "what the exceptions allow"


def test_handbook_names_nothing_that_does_not_exist() -> None:
    pages = list(read_pages(DOCS).values())
    allowed = read_exceptions(ROOT)

    assert api.findings(pages, allowed) == []
    assert sum(len(commands(fence.content, 1)) for page in pages for fence in page.fences if fence.language == "bash") > 80
    assert allowed.sources() <= load_library(DATA).sources.keys()
