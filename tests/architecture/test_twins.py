"""What is computed in two languages comes out alike: the till and the server."""

import importlib.util
import json
import random
import subprocess
from decimal import Decimal

from setup.toolkit import machine
from tests.architecture.reading import ROOT

PYTHON = ROOT / "membership_wallet/stored_price.py"
SCRIPT = ROOT / "membership_pos/static/src/app/utils/stored_price.js"

# What everybody pays, what members pay, paid from stored value, all at the member
# price: what one costs.
PRICES = {
    ("100", "80", "80", "80"): "80",
    ("100", "80", "40", "80"): "90",
    ("100", "80", "0", "80"): "100",
    ("100", "80", "26.67", "80"): "93.34",
    ("100", "80", "0.01", "80"): "100",
    ("100", "80", "79.99", "80"): "80.01",
    ("100", "120", "100", "100"): "100",
    ("0.05", "0.04", "20", "40"): "0.05",
    ("33.33", "29.99", "10", "29.99"): "32.22",
}
# The whole order for everybody, at the member price, paid otherwise: for stored value.
DUES = {
    ("100", "80", "0"): "80",
    ("100", "80", "50"): "40",
    ("100", "80", "33.33"): "53.34",
    ("100", "80", "120"): "0",
    ("0", "0", "0"): "0",
}


def test_the_table_holds_in_both_languages():
    computed = _run_script(list(PRICES), list(DUES))
    expected = [*PRICES.values(), *DUES.values()]
    assert _run_python(list(PRICES), list(DUES)) == list(map(Decimal, expected))
    assert computed == list(map(Decimal, expected))


def test_both_languages_agree_to_the_cent():
    chance = random.Random(19)
    prices, dues = [], []
    for _number in range(2000):
        usual, member = chance.randint(1, 10**6), chance.randint(0, 10**6)
        total = chance.randint(1, 10**8)
        paid = chance.randint(0, total)
        prices.append([f"{n / 100:.2f}" for n in (usual, member, paid, total)])
        dues.append([f"{n / 100:.2f}" for n in (total, paid, chance.randint(0, total))])
    assert _run_script(prices, dues) == _run_python(prices, dues)


def _run_python(prices, dues):
    spec = importlib.util.spec_from_file_location("stored_price", PYTHON)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = [module.get_price(*map(Decimal, row)) for row in prices]
    return found + [module.get_due(*map(Decimal, row)) for row in dues]


def _run_script(prices, dues):
    program = (
        SCRIPT.read_text()
        + f"const prices = {json.dumps(prices)}, dues = {json.dumps(dues)};"
        + "const call = (f) => (row) => f(...row.map(Number)).toFixed(2);"
        + "console.log(JSON.stringify("
        + "[...prices.map(call(getStoredPrice)), ...dues.map(call(getStoredDue))]));"
    )
    _folder, variables = machine.node_tools()
    done = subprocess.run(
        ["node", "--input-type=module"],
        input=program,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return list(map(Decimal, json.loads(done.stdout)))
