"""Of several records of a kind, pages read the one that was written last."""

from anagen.store import Store
from anagen.web.records import last_written


def test_the_record_that_was_written_last_is_read_whatever_its_day(tmp_path):
    with Store.open(f"{tmp_path}/store.sqlite") as store:
        ben, eva = store.add_person("Ben"), store.add_person("Eva")
        assert last_written(store, ben, "answers") is None
        store.put(ben, "answers", "2026-03-01", {"answers": {"age": 31}})
        earlier_day = store.put(ben, "answers", "2026-02-01", {"answers": {"age": 32}})
        store.put(ben, "plan", "2026-04-01", {"option": "none", "regimen": ""})
        store.put(eva, "answers", "2026-05-01", {"answers": {"age": 33}})

        assert last_written(store, ben, "answers").id == earlier_day
        store.replace(store.records(ben, "answers")[-1].id, {"answers": {"age": 41}}, why="entry")
        assert last_written(store, ben, "answers").content["answers"]["age"] == 41
