"""Searches and wrappers: what is built and trained in them is read, and one value among many is not accused."""

from __future__ import annotations

import pytest

from lstm_lint.findings import Finding
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.reader import read
from lstm_lint.script import Model, Script
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import numpy as np, tensorflow as tf, keras, itertools
from keras import Input, Sequential, layers, optimizers
x, y = np.random.rand(800, 20, 6), np.random.rand(800)
"""
TAIL = "    model.add(layers.Dense(1))\n    model.compile('adam', 'mse')\n    return model\n"
STACK = (
    """
def build(hp):
    model = Sequential([Input((20, 6))])
    for i in range({depth}):
        model.add(layers.LSTM(32))
"""
    + TAIL
)
SEARCH = """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective='val_loss')
tuner.search(x, y, epochs=50, validation_split=0.2)
"""


def findings(text: str) -> list[Finding]:
    return list(lint(from_bytes((HEAD + text).encode(), "train.py"), Settings(keras="3")))


def said(text: str, code: str) -> list[str]:
    """The message of each finding of a rule."""
    return [finding.message for finding in findings(text) if finding.code == code]


def serious(text: str) -> list[str]:
    return [f"{one.code} {one.message}" for one in findings(text) if one.severity.value != "advice"]


def script_of(text: str) -> Script:
    return read(from_bytes((HEAD + text).encode(), "train.py"), parse_target("3"))


def models_of(text: str) -> tuple[Model, ...]:
    return script_of(text).models


# keras-tuner


@pytest.mark.parametrize(
    ("depth", "when"),
    [
        ("hp.Int('blocks', 1, 4)", "(when blocks is 2 or more)"),
        ("hp.Int('blocks', min_value=1, max_value=2)", "(when blocks = 2)"),
        ("hp.Int('blocks', 1, 8, step=7)", "(when blocks = 8)"),
        ("hp.Int('blocks', 1, 8, step=2, sampling='log')", "(when blocks is 2 or more)"),
        ("hp.Choice('blocks', [1, 3])", "(when blocks = 3)"),
        ("hp.Choice('blocks', values=[3, 2, 1])", "(when blocks is 2 or more)"),
        ("hp.Int('blocks', 0, 1) + 1", "(when blocks = 1)"),
        ("int(hp.Float('blocks', 1, 2, step=1))", "(when blocks = 2)"),
        ("hp.Int('blocks', 2, 3)", ""),
        ("hp.Fixed('blocks', 2)", ""),
        ("2 if hp.Boolean('deep') else 1", "(when deep = True)"),
        ("{'one': 1, 'two': 2}[hp.Choice('blocks', ['one', 'two'])]", "(when blocks = 'two')"),
        ("[1, 2][hp.Int('at', 0, 1)]", "(when at = 1)"),
        ("max(hp.Int('blocks', 1, 2), 1)", "(when blocks = 2)"),
    ],
)
def test_what_fails_for_some_draws_says_for_which(depth: str, when: str) -> None:
    found = said(STACK.format(depth=depth) + SEARCH, "LL101")
    assert len(found) == 1
    assert found[0].endswith(when or "add return_sequences=True")


@pytest.mark.parametrize(
    "depth",
    ["hp.Int('blocks', 0, 1)", "hp.Choice('blocks', [1])", "hp.Int('blocks', 1, 1)", "hp.Boolean('any')",
     "hp.Fixed('blocks', 1)", "min(hp.Int('blocks', 1, 3), 1)", "hp.Int('n', 1, 3) // 2"],
)  # fmt: skip
def test_one_layer_is_right_for_every_draw(depth: str) -> None:
    assert said(STACK.format(depth=depth) + SEARCH, "LL101") == []


@pytest.mark.parametrize(
    "flag",
    ["i < blocks - 1", "i != blocks - 1", "i + 1 < blocks", "True if i < blocks - 1 else False", "not i == blocks - 1",
     "bool(blocks - 1 - i)", "i < hp.Int('blocks', 1, 4) - 1"],
)  # fmt: skip
def test_a_flag_that_depends_on_the_draw_is_known_on_each_path(flag: str) -> None:
    code = (
        "def build(hp):\n    blocks = hp.Int('blocks', 1, 4)\n    model = Sequential([Input((20, 6))])\n"
        f"    for i in range(blocks):\n        model.add(layers.LSTM(32, return_sequences={flag}))\n{TAIL}{SEARCH}"
    )
    assert serious(code) == []
    assert {model.trial for model in models_of(code)} == {(("blocks", n),) for n in (1, 2, 4)}
    assert said(code.replace(f"={flag}", f"=not ({flag})"), "LL101")


@pytest.mark.parametrize(
    "head",
    [
        "import keras_tuner\ntuner = keras_tuner.Hyperband(build, 'val_loss', max_epochs=9)\n",
        "from keras_tuner import BayesianOptimization\ntuner = BayesianOptimization(hypermodel=build)\n",
        "from keras_tuner.tuners import RandomSearch\ntuner = RandomSearch(build, objective='val_loss')\n",
        "from kerastuner.tuners import RandomSearch\ntuner = RandomSearch(build, objective='val_loss')\n",
        "import kerastuner as kt\ntuner = kt.tuners.Hyperband(build, objective='val_loss')\n",
        "import keras_tuner as kt\ntuner = kt.GridSearch(lambda hp: build(hp), objective='val_loss')\n",
        "import keras_tuner as kt\nclass Own(kt.RandomSearch):\n    pass\ntuner = Own(build, 'val_loss')\n",
    ],
)
@pytest.mark.parametrize(
    "search", ["tuner.search(x, y, validation_split=0.2)", "tuner.search(x=x, y=y, validation_split=0.2)"]
)
def test_a_search_trains_what_the_function_builds(head: str, search: str) -> None:
    code = STACK.format(depth="hp.Int('blocks', 1, 1)").replace("LSTM(32)", "LSTM(32, return_sequences=True)")
    (model,) = models_of(code + head + search)
    (fit,) = model.fits
    assert fit.x is not None and fit.x.shape == (800, 20, 6)
    assert len(said(code + head + search, "LL103")) == 1


HYPERMODEL = """
import keras_tuner as kt
class Forecast(kt.HyperModel):
    def __init__(self, steps, features):
        super().__init__()
        self.steps, self.features = steps, features
    def build(self, hp):
        model = Sequential([Input((self.steps, self.features))])
        model.add(layers.LSTM(hp.Int('units', 8, 64), return_sequences=True))
        model.add(layers.Dense(1))
        model.compile('adam', 'mse')
        return model
{own}
tuner = kt.RandomSearch(Forecast(20, 6), objective='val_loss')
tuner.search(x, y, epochs=30, validation_split=0.2)
"""
OWN_FIT = (
    "    def fit(self, hp, model, *args, **kwargs):\n"
    "        return model.fit(*args, batch_size=hp.Choice('batch', [16, 32]), **kwargs)\n"
)


@pytest.mark.parametrize("own", ["", OWN_FIT])
def test_a_hypermodel_is_built_and_trained_by_its_methods(own: str) -> None:
    code = HYPERMODEL.format(own=own)
    (model,) = models_of(code)
    assert [fit.number("epochs") for fit in model.fits] == [30.0]
    assert len(said(code, "LL103")) == 1


@pytest.mark.parametrize(
    "again",
    ["tuner.hypermodel.build(tuner.get_best_hyperparameters(1)[0])", "build(tuner.get_best_hyperparameters()[0])",
     "tuner.get_best_models()[0]"],
)  # fmt: skip
def test_the_best_model_of_a_search_is_one_of_its_models(again: str) -> None:
    code = (
        STACK.format(depth="hp.Int('blocks', 1, 1)") + SEARCH + f"best = {again}\nbest.fit(x, y, epochs=7)\n"
    )
    assert [fit.number("epochs") for model in models_of(code) for fit in model.fits] == [50.0, 7.0]


def test_without_a_search_the_function_is_read_all_the_same() -> None:
    code = "import keras_tuner as kt\n" + STACK.format(depth="hp.Int('blocks', 1, 3)")
    assert said(code, "LL101")[0].endswith("(when blocks is 2 or more)")
    other = STACK.format(depth="draws.Int('blocks', 1, 3)").replace("build(hp)", "build(draws)")
    assert said(other, "LL101") == []  # nothing says what `draws` is; `hp` is what keras-tuner calls it


def test_draws_that_choose_layers_take_a_path_each() -> None:
    code = (
        "def build(hp):\n    model = Sequential([Input((20, 6))])\n"
        "    if hp.Choice('cell', ['gru', 'lstm']) == 'lstm':\n        model.add(layers.LSTM(16))\n"
        "    else:\n        model.add(layers.GRU(16, return_sequences=True))\n" + TAIL + SEARCH
    )
    assert {(model.trial, model.layers[0].cls) for model in models_of(code)} == {
        ((("cell", "gru"),), "GRU"),
        ((("cell", "lstm"),), "LSTM"),
    }
    assert len(said(code, "LL103")) == 1
    by_name = (
        "def build(hp):\n    cell = getattr(layers, hp.Choice('cell', ['GRU', 'LSTM']))\n"
        "    model = Sequential([Input((20, 6)), cell(16)])\n" + TAIL + SEARCH
    )
    assert {model.layers[0].cls for model in models_of(by_name)} == {"GRU", "LSTM"}
    by_key = by_name.replace(
        "getattr(layers, hp.Choice('cell', ['GRU', 'LSTM']))",
        "{'a': layers.GRU, 'b': layers.LSTM}[hp.Choice('cell', ['a', 'b'])]",
    )
    assert {model.layers[0].cls for model in models_of(by_key)} == {"GRU", "LSTM"}


def test_more_draws_than_paths_leave_whole_models() -> None:
    draws = "".join(
        f"    if hp.Boolean('drop{at}'):\n        model.add(layers.LayerNormalization())\n" for at in range(6)
    )
    code = (
        "def build(hp):\n    model = Sequential([Input((20, 6)), layers.LSTM(16)])\n" + draws + TAIL + SEARCH
    )
    found = models_of(code)
    assert 1 < len(found) <= 8
    assert all(model.complete and model.one_of_many for model in found)
    assert said(code.replace("layers.LSTM(16)]", "layers.LSTM(16), layers.LSTM(16)]"), "LL101")


# Optuna, Hyperopt, hyperas, Ray Tune, Weights & Biases

MODEL = """    model = Sequential([Input((20, 6))])
    for i in range({depth}):
        model.add(layers.LSTM({units}))
    model.add(layers.Dense(1))
    model.compile(optimizers.Adam({rate}), 'mse')
    model.fit(x, y, validation_split=0.2, epochs=40)
"""
OPTUNA = "def objective(trial):\n" + MODEL + "    return 1\nimport optuna\nstudy = optuna.create_study()\n"


@pytest.mark.parametrize("start", ["study.optimize(objective, n_trials=9)",
                                   "study.optimize(func=objective, n_trials=9)",
                                   "study.optimize(lambda trial: objective(trial), n_trials=9)", ""])  # fmt: skip
def test_optuna(start: str) -> None:
    code = OPTUNA.format(
        depth="trial.suggest_int('n', 1, 3)", units="trial.suggest_int('units', 16, 64)",
        rate="trial.suggest_float('lr', 1e-5, 1.0, log=True)",
    )  # fmt: skip
    assert said(code + start, "LL101")[0].endswith("(when n is 2 or more)")
    assert said(code + start, "LL501") == []


@pytest.mark.parametrize(
    ("draw", "low"),
    [("trial.suggest_float('lr', 0.5, 1.0)", "0.5"), ("trial.suggest_loguniform('lr', 0.4, 4)", "0.4"),
     ("trial.suggest_uniform('lr', 0.5, 2)", "0.5"), ("trial.suggest_categorical('lr', [0.5, 1.0])", "0.5"),
     ("trial.suggest_discrete_uniform('lr', 0.5, 1.0, 0.1)", "0.5"), ("10 ** trial.suggest_int('e', 0, 1)", "1"),
     ("2 * trial.suggest_float('lr', 0.5, 1.0)", "1")],
)  # fmt: skip
def test_what_fails_for_every_draw_is_said(draw: str, low: str) -> None:
    code = OPTUNA.format(depth="1", units="16", rate=draw) + "study.optimize(objective)"
    (message,) = said(code, "LL501")
    assert f"the lowest `learning_rate` of the search, {low}," in message


HYPEROPT = (
    "from hyperopt import fmin, hp, tpe\ndef objective(p):\n" + MODEL + "    return 1\nspace = {space}\n"
    "fmin(fn=objective, space=space, algo=tpe.suggest)\n"
)


@pytest.mark.parametrize(
    ("draw", "when"),
    [("hp.choice('n', [1, 2, 3])", "n is 2 or more"), ("hp.randint('n', 3)", "n = 2"),
     ("hp.randint('n', 1, 3)", "n = 2"), ("hp.uniformint('n', 1, 3)", "n is 2 or more"),
     ("hp.quniform('n', 1, 3, 1)", "n is 2 or more")],
)  # fmt: skip
def test_hyperopt(draw: str, when: str) -> None:
    space = "{'n': " + draw + ", 'lr': hp.loguniform('lr', -9, 0), 'units': hp.quniform('units', 16, 64, 16)}"
    code = HYPEROPT.format(depth="int(p['n'])", units="int(p['units'])", rate="p['lr']", space=space)
    assert said(code, "LL101")[0].endswith(f"(when {when})")
    assert said(code, "LL501") == []
    high = code.replace("'lr', -9, 0", "'lr', 0, 1")
    assert len(said(high, "LL501")) == 1


def test_hyperas() -> None:
    code = (
        "from hyperas import optim\nfrom hyperas.distributions import choice, uniform\n"
        "def data():\n    return np.random.rand(800, 20, 6), np.random.rand(800)\n"
        "def create(a, b):\n    model = Sequential([Input((20, 6)), layers.LSTM({{choice([8, 16])}})])\n"
        "    model.add(layers.Dropout({{uniform(0, 1)}}))\n"
        "    if {{choice(['one', 'two'])}} == 'two':\n        model.add(layers.LSTM(8))\n"
        "    model.add(layers.Dense(1))\n    model.compile('adam', 'mse')\n"
        "    model.fit(a, b, validation_split=0.2)\n    return {'model': model}\n"
        "best, model = optim.minimize(model=create, data=data, max_evals=5)\n"
    )
    assert len(said(code, "LL101")) == 1
    assert said(code, "LL602") == []
    assert len(said(code.replace("uniform(0, 1)", "uniform(0.8, 1)"), "LL602")) == 1
    assert all(model.complete and model.fits[0].x is not None for model in models_of(code))


RAY = "def train(config, x=None, y=None):\n" + MODEL + "from ray import tune\n"


@pytest.mark.parametrize(
    "run",
    [
        "tune.run(train, config=space)",
        "tune.Tuner(train, param_space=space).fit()",
        "tuner = tune.Tuner(tune.with_parameters(train, x=x, y=y), param_space=space)\ntuner.fit()",
        "tune.Tuner(tune.with_resources(train, {'cpu': 2}), param_space=space).fit()",
    ],
)
@pytest.mark.parametrize("draw", ["tune.choice([1, 2])", "tune.randint(1, 3)", "tune.grid_search([1, 2])"])
def test_ray_tune(run: str, draw: str) -> None:
    code = RAY.format(depth="config['n']", units="config['units']", rate="config['lr']")
    space = f"space = {{'n': {draw}, 'units': 16, 'lr': tune.loguniform(1e-4, 1)}}\n"
    assert said(code + space + run, "LL101")[0].endswith("(when n = 2)")
    assert said(code + space + run, "LL501") == []


WANDB = """
import wandb
def train():
    {start}
{model}
{sweep}
"""
SWEEP = (
    "sweep = {'method': 'bayes', 'parameters': {'n': {'min': 1, 'max': 3}, 'units': {'values': [16, 32]},"
    " 'lr': {'distribution': 'log_uniform_values', 'min': 1e-5, 'max': 1.0}}}\n"
    "wandb.agent(wandb.sweep(sweep, project='p'), function=train, count=5)\n"
)


@pytest.mark.parametrize(
    ("start", "n"),
    [("wandb.init(); config = wandb.config", "config.n"), ("run = wandb.init(); config = run.config", "config.n"),
     ("wandb.init(); config = wandb.config", "config['n']"), ("wandb.init()", "wandb.config.n"),
     ("wandb.init()", "wandb.config.get('n')")],
)  # fmt: skip
def test_weights_and_biases(start: str, n: str) -> None:
    model = MODEL.format(depth=n, units=n.replace("n'", "units'"), rate="wandb.config.lr")
    code = WANDB.format(start=start, model=model, sweep=SWEEP)
    assert said(code, "LL101")[0].endswith("(when n is 2 or more)")
    assert said(code, "LL501") == []
    assert said(WANDB.format(start=start, model=model, sweep="train()"), "LL101") == []


# Sweeps over literal lists

SWEEPING = """
def score(rate, units=32):
    model = Sequential([Input((20, 6)), layers.LSTM(units), layers.Dropout(rate), layers.Dense(1)])
    model.compile(optimizers.Adam(rate), 'mse')
    history = model.fit(x, y, epochs=50, validation_split=0.2)
    return min(history.history['val_loss'])
"""


@pytest.mark.parametrize(
    "loop",
    [
        "for rate in [0.001, 0.1, 0.9]:\n    print(score(rate))",
        "for rate in (0.9, 0.001):\n    print(score(rate=rate))",
        "found = {rate: score(rate) for rate in (0.001, 0.9)}",
        "found = [score(rate) for rate in (0.001, 0.9)]",
        "rates = [0.001, 0.9]\nfor i, rate in enumerate(rates):\n    score(rate)",
        "for i in range(2):\n    score([0.001, 0.9][i])",
        "for rate, units in itertools.product([0.001, 0.9], [16, 32]):\n    score(rate, units)",
        "for rate in [0.001, 0.9]:\n    for units in [16, 32]:\n        score(rate, units)",
        "for values in itertools.product([0.001, 0.9], [16, 32]):\n    p = dict(zip(['rate', 'units'], values))\n"
        "    score(p['rate'], p['units'])",
        "space = {'rate': [0.001, 0.9], 'units': [16, 32]}\nfor values in itertools.product(*space.values()):\n"
        "    score(**dict(zip(space, values)))",
        "for config in [{'rate': 0.001}, {'rate': 0.9}]:\n    score(**config)",
        "from sklearn.model_selection import ParameterGrid\n"
        "for p in ParameterGrid({'rate': [0.001, 0.9], 'units': [8, 16]}):\n    score(p['rate'], p['units'])",
    ],
)
def test_one_end_of_a_sweep_is_no_finding(loop: str) -> None:
    assert [one for one in serious(SWEEPING + loop) if one.startswith(("LL501", "LL602"))] == []


@pytest.mark.parametrize(
    "loop",
    [
        "score(0.9)",
        "for rate in [0.85, 0.9]:\n    score(rate)",
        "for units in [16, 32]:\n    score(0.9, units)",
        "for rate in [0.001, 0.1]:\n    score(rate)\nscore(0.9)",
        "for fold in range(3):\n    score(0.9)",
    ],
)
def test_what_is_chosen_or_holds_for_all_of_a_sweep_is_said(loop: str) -> None:
    found = serious(SWEEPING + loop)
    assert any(one.startswith("LL501") for one in found) and any(one.startswith("LL602") for one in found)


@pytest.mark.parametrize(
    "loop",
    [
        "for act in ['relu', 'tanh', 'sigmoid']:\n    {make}(layers.LSTM(16, activation=act), 'adam')",
        "for cell in (layers.SimpleRNN, layers.LSTM):\n    {make}(cell(16), 'adam')",
        "for name, cell in {{'rnn': layers.SimpleRNN, 'lstm': layers.LSTM}}.items():\n    {make}(cell(16), 'adam')",
        "for best in (optimizers.SGD(), optimizers.Adam()):\n    {make}(layers.LSTM(16), best)",
        "for best in ('sgd', 'adam'):\n    {make}(layers.LSTM(16), best)",
        "for units in (1, 16):\n    {make}(layers.LSTM(units), 'adam')",
    ],
)
def test_cells_activations_and_optimizers_that_are_compared(loop: str) -> None:
    code = (
        "x, y = np.random.rand(800, 40, 6), np.random.rand(800)\n"
        "def score(cell, optimizer):\n    model = Sequential([Input((40, 6)), cell, layers.Dense(1)])\n"
        "    model.compile(optimizer, 'mse')\n    model.fit(x, y, epochs=30, validation_split=0.2)\n"
    )
    about = ("LL203", "LL204", "LL206", "LL503", "LL606")
    found = [one.code for one in findings(code + loop.format(make="score")) if one.code in about]
    assert found == []
    one_alone = code + "score(layers.SimpleRNN(1, activation='relu'), 'sgd')"
    assert {one.code for one in findings(one_alone)} & set(about) >= {"LL206", "LL503", "LL606"}


def test_values_that_nothing_compares_are_said() -> None:
    code = SWEEPING.replace(", validation_split=0.2", "").replace("    return min", "    print")
    assert any(
        one.startswith("LL602") for one in serious(code + "for rate in (0.2, 0.9):\n    score(rate)\n")
    )


def test_an_error_on_one_pass_of_a_loop_says_on_which() -> None:
    code = (
        "def make(depth):\n    model = Sequential([Input((20, 6))])\n"
        "    for _ in range(depth):\n        model.add(layers.LSTM(32))\n"
        + TAIL
        + "for depth in (1, 2, 3):\n    make(depth).fit(x, y, validation_split=0.2)\n"
    )
    assert said(code, "LL101")[0].endswith("(when depth is 2 or more)")


# Wrappers of scikit-learn

BUILD = """
def create(units=32, depth=1, sequences=True):
    model = Sequential([Input((20, 6))])
    for _ in range(depth):
        model.add(layers.LSTM(units, return_sequences=True))
    model.add(layers.LSTM(units, return_sequences=sequences))
    model.add(layers.Dense(1))
    model.compile('adam', 'mae')
    return model
from scikeras.wrappers import KerasRegressor
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.compose import TransformedTargetRegressor
from sklearn.preprocessing import FunctionTransformer, StandardScaler
"""


@pytest.mark.parametrize(
    "fit",
    [
        "KerasRegressor(create, epochs=10).fit(x, y)",
        "KerasRegressor(model=create, epochs=10).fit(X=x, y=y)",
        "KerasRegressor(build_fn=create, epochs=10).fit(x, y, batch_size=64)",
        "KerasRegressor(create(), epochs=10).fit(x, y)",
        "net = KerasRegressor(create, epochs=10)\nnet.set_params(epochs=20)\nnet.fit(x, y)",
        "GridSearchCV(KerasRegressor(create), {'model__units': [8, 16]}, cv=3).fit(x, y)",
        "GridSearchCV(estimator=KerasRegressor(create, units=8), param_grid=dict(units=[8, 16])).fit(x, y)",
        "RandomizedSearchCV(KerasRegressor(create), {'model__units': [8, 16]}, n_iter=2).fit(x, y)",
        "print(cross_val_score(KerasRegressor(create), x, y, cv=3))",
        "print(cross_val_score(estimator=KerasRegressor(create), X=x, y=y))",
        "Pipeline([('net', KerasRegressor(create))]).fit(x, y)",
        "GridSearchCV(Pipeline([('net', KerasRegressor(create))]), {'net__model__units': [8]}).fit(x, y)",
        "TransformedTargetRegressor(KerasRegressor(create), transformer=StandardScaler()).fit(x, y)",
        "import tensorflow\ntensorflow.keras.wrappers.scikit_learn.KerasRegressor(build_fn=create).fit(x, y)",
    ],
)
def test_the_fit_of_a_wrapper_is_fit_of_its_model(fit: str) -> None:
    (model,) = models_of(BUILD + fit)
    assert [one.x.shape if one.x else None for one in model.fits] == [(800, 20, 6)]
    assert len(said(BUILD + fit, "LL103")) == 1
    right = BUILD.replace("sequences=True)", "sequences=False)", 1)
    assert [one for one in serious(right + fit) if not one.startswith("LL902")] == []


@pytest.mark.parametrize(
    ("fit", "depth"),
    [
        ("KerasRegressor(create).fit(x, y)", {1}),
        ("KerasRegressor(create, model__depth=2).fit(x, y)", {2}),
        ("KerasRegressor(create, depth=3).fit(x, y)", {3}),
        ("GridSearchCV(KerasRegressor(create), {'model__depth': [0, 2]}).fit(x, y)", {0, 2}),
        ("GridSearchCV(KerasRegressor(create), {'depth': [0, 2]}).fit(x, y)", {0, 2}),
        (
            "GridSearchCV(make_pipeline(KerasRegressor(create)), {'kerasregressor__depth': [0, 1]}).fit(x, y)",
            {0, 1},
        ),
    ],
)
def test_parameters_reach_the_function(fit: str, depth: set[int]) -> None:
    assert {len(model.recurrent) - 1 for model in models_of(BUILD + fit)} == depth


def test_a_model_that_is_not_compiled_gets_what_the_wrapper_says() -> None:
    code = BUILD.replace("    model.compile('adam', 'mae')\n", "")
    (model,) = models_of(code + "KerasRegressor(create, loss='mse', optimizer='adam').fit(x, y)")
    (compiled,) = model.compiles
    assert compiled.known("loss") == "mse" and compiled.optimizer is not None
    assert compiled.optimizer.cls == "Adam"
    (bare,) = models_of(code + "KerasRegressor(create).fit(x, y)")
    assert bare.compiles == ()


def test_a_classifier_encodes_its_labels() -> None:
    code = (
        "from scikeras.wrappers import KerasClassifier\nlabels = np.random.randint(0, 3, 800)\n"
        "def create():\n    model = Sequential([Input((20, 6)), layers.LSTM(16)])\n"
        "    model.add(layers.Dense(3, activation='softmax'))\n"
        "    model.compile('adam', 'categorical_crossentropy')\n    return model\n"
    )
    wrapped = code + "KerasClassifier(create, epochs=5, validation_split=0.2).fit(x, labels)"
    assert serious(wrapped) == []
    assert [fit.x.shape if fit.x else None for model in models_of(wrapped) for fit in model.fits] == [
        (800, 20, 6)
    ]


def test_what_a_grid_holds_is_not_known_but_for_one_value() -> None:
    code = BUILD + "GridSearchCV(KerasRegressor(create), {{'epochs': {}, 'batch_size': [16, 32]}}).fit(x, y)"
    (many,) = models_of(code.format("[5, 50]"))
    assert many.fits[0].number("epochs") is None and many.fits[0].given("epochs")
    assert many.fits[0].bounds("epochs") == (5, 50)
    (one,) = models_of(code.format("[5]"))
    assert one.fits[0].number("epochs") == 5


@pytest.mark.parametrize(
    "fit",
    ["SKLearnRegressor(make).fit(x, y)", "SKLearnRegressor(model=make, model_kwargs={'units': 8}).fit(x, y)",
     "GridSearchCV(SKLearnRegressor(make), {'model_kwargs': [{'units': 8}]}).fit(x, y)",
     "SKLearnClassifier(make).fit(x, y > 0.5)", "cross_val_score(SKLearnRegressor(make(None, None)), x, y)"],
)  # fmt: skip
def test_estimators_of_keras_refuse_sequences(fit: str) -> None:
    code = BUILD + (
        "from keras.wrappers import SKLearnClassifier, SKLearnRegressor\n"
        "def make(X, y, units=16):\n    model = Sequential([Input((20, 6)), layers.LSTM(units)])\n" + TAIL
    )
    assert len(said(code + fit, "LL161")) == 1
    flat = code.replace("[Input((20, 6))", "[Input((120,)), layers.Reshape((20, 6))")
    assert said(flat + "x = x.reshape(800, 120)\n" + fit, "LL161") == []
    assert said(code + fit.replace("SKLearn", "Keras"), "LL161") == []


def test_estimators_without_a_model_are_left_alone() -> None:
    code = (
        "from sklearn.svm import SVR\nfrom sklearn.model_selection import GridSearchCV, cross_val_score\n"
        "rows = x.reshape(800, 120)\nsearch = GridSearchCV(SVR(), {'C': [1, 10]})\nsearch.fit(rows, y)\n"
        "print(cross_val_score(SVR(), rows, y), search.best_params_['C'])\n"
        "model = Sequential([Input((20, 6)), layers.LSTM(16), layers.Dense(1)])\nmodel.compile('adam', 'mse')\n"
        "model.fit(x, y, validation_split=0.2)\n"
    )
    (model,) = models_of(code)
    assert model.complete and len(model.fits) == 1 and serious(code) == []


def test_mlflow_looks_on() -> None:
    code = (
        "import mlflow, mlflow.tensorflow\nmlflow.autolog()\nmlflow.tensorflow.autolog(log_models=False)\n"
        "with mlflow.start_run() as run:\n"
        "    model = Sequential([Input((20, 6)), layers.LSTM(16, return_sequences=True), layers.Dense(1)])\n"
        "    model.compile('adam', 'mse')\n    model.fit(x, y, validation_split=0.2, epochs=20)\n"
    )
    (model,) = models_of(code)
    assert model.complete and len(said(code, "LL103")) == 1


@pytest.mark.parametrize(
    ("search", "says"), [("GridSearchCV({made}, param_grid={{'units': [8, 16]}})", []), ("{made}", ["LL719"])]
)
def test_what_the_copies_of_a_search_set_on_themselves_is_not_on_the_object(
    search: str, says: list[str]
) -> None:
    made = "KerasClassifier(model=self.create, units=8)"
    text = f"""
from scikeras.wrappers import KerasClassifier
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import GridSearchCV

class Trial:
    def __init__(self):
        self.model = {search.format(made=made)}

    def create(self, units):
        model = Sequential([Input((20, 6)), layers.LSTM(units), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
        self.model = model
        return model

    def train(self):
        self.model.fit(x, y > 0.5)

trial = Trial()
trial.train()
print(confusion_matrix(y > 0.5, trial.model.predict(x)))
"""
    assert [one.code for one in findings(text) if one.code == "LL719"] == says


@pytest.mark.parametrize(
    ("depth", "name", "wrong"),
    [
        ("hp.Int('depth', 2, 4)", "hp", True),
        ("hp.Int('depth', 1, 4)", "hp", True),
        ("hp.Int('depth', 1, 1)", "hp", False),
        ("config.Int('depth', 2, 4)", "config", False),
        ("hp.Int(first(), 2, 4)", "hp", False),
        ("hp.depth", "hp", False),
    ],
)
def test_a_model_whose_search_stands_in_another_file(depth: str, name: str, wrong: bool) -> None:
    text = STACK.format(depth=depth).replace("def build(hp)", f"def build({name})")
    assert ("LL101" in [one.code for one in findings(text)]) is wrong


@pytest.mark.parametrize(
    "grid",
    [
        "for values in itertools.product(*SPACE.values()):\n    choice = dict(zip(SPACE, values))",
        "for values in itertools.product([1, 2], [8]):\n    choice = dict(zip(['depth', 'units'], values))",
    ],
)
def test_a_grid_whose_values_get_their_names_in_a_dict(grid: str) -> None:
    body = (
        "\n    model = Sequential([Input((20, 6))])\n    for level in range(choice['depth']):\n"
        "        model.add(layers.LSTM(choice['units'], return_sequences={}))\n    model.add(layers.Dense(1))\n"
        "    model.compile('adam', 'mse')\n    model.fit(x, y)\n"
    )
    text = "SPACE = {{'depth': [1, 2], 'units': [8]}}\n" + grid + body
    (found,) = [one for one in serious(text.format(False)) if one.startswith("LL101")]
    assert found.endswith("(when values[0] = 2)")
    assert not [one for one in serious(text.format("level + 1 < choice['depth']")) if one.startswith("LL101")]
