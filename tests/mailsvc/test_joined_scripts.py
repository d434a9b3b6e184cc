"""Modules become one script in which they see each other as before."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from mailsvc.joined_scripts import CannotJoin, join_modules

MODULES = {
    "js/app.js": """// @ts-check
/** What it is for. */
import whole from "../vendor/whole.mjs";
import { count, say as tell } from "./kit/words.js";
import { louder } from "./parts/loud.js";

const own = "app";
console.log([tell(own), louder("x"), count(), whole.name].join(" "));
""",
    "js/kit/words.js": """// @ts-check
const own = "words";
let said = 0;

/**
 * Says it.
 * @param {string} text
 */
export function say(text) {
  said += 1;
  return `${own}:${text}`; // not a line of its own
}
export const count = () => said;
""",
    "js/parts/loud.js": """import { say } from "../kit/words.js";
const own = "!";
export function louder(text) {
  return say(text) + own;
}
export const later = () => import("./heavy.js");
""",
    "vendor/whole.mjs": "var a={name:'whole'};export default a;",
}


def join(modules: dict[str, str]) -> str:
    return join_modules("js/app.js", modules.__getitem__).script


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_joined_modules_run_once_each_with_names_of_their_own() -> None:
    done = subprocess.run(
        ["node", "--input-type=module"],
        input=join(MODULES),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "words:app words:x! 2 whole"


def test_what_is_loaded_on_use_is_named_as_seen_from_the_entry() -> None:
    assert 'import("./parts/heavy.js")' in join(MODULES)


def test_lines_of_comment_are_left_out() -> None:
    script = join(MODULES)

    assert "@ts-check" not in script
    assert "Says it." not in script
    assert "// not a line of its own" in script


def test_a_joined_module_hands_out_what_is_running() -> None:
    joined = join_modules("js/app.js", MODULES.__getitem__)

    assert set(joined.stand_ins) == set(MODULES) - {"js/app.js"}
    assert "export const say = running.say;" in joined.stand_ins["js/kit/words.js"]
    assert "export default running.default;" in joined.stand_ins["vendor/whole.mjs"]


def test_a_circle_is_refused() -> None:
    modules = {
        "js/app.js": 'import { a } from "./a.js";\n',
        "js/a.js": 'import { b } from "./b.js";\nexport const a = 1;\n',
        "js/b.js": 'import { a } from "./a.js";\nexport const b = 1;\n',
    }

    with pytest.raises(CannotJoin, match=r"js/a\.js imports js/b\.js imports js/a\.js"):
        join(modules)


@pytest.mark.parametrize(
    "text", ["export let a = 1;", "export { a };", "export * from"]
)
def test_an_export_that_could_not_be_shared_is_refused(text: str) -> None:
    modules = {"js/app.js": 'import { a } from "./a.js";\n', "js/a.js": text}

    with pytest.raises(CannotJoin, match=r"js/a\.js"):
        join(modules)
