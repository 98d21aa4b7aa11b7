"""What is known of scikit-learn against scikit-learn: transformers, splits, pipelines, functions, made-up data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

pytest.importorskip("sklearn")


from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.proof import Arguments, Entry, check, compare, execute, is_known, read_names
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.libraries import sklearn as table
from lstm_lint.reader.libraries.data.fitted import MAKES
from lstm_lint.reader.read import read
from lstm_lint.script import Script
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

pytestmark = pytest.mark.keras

_NAMES = {
    "cluster": "KMeans MiniBatchKMeans",
    "compose": "ColumnTransformer make_column_transformer",
    "datasets": "load_breast_cancer load_diabetes load_digits load_iris load_wine make_blobs make_circles "
    "make_classification make_friedman1 make_friedman2 make_friedman3 make_hastie_10_2 make_low_rank_matrix "
    "make_moons make_regression make_s_curve make_sparse_uncorrelated make_swiss_roll",
    "decomposition": "PCA FastICA IncrementalPCA TruncatedSVD",
    "feature_selection": "SelectKBest VarianceThreshold f_regression",
    "impute": "KNNImputer SimpleImputer",
    "model_selection": "train_test_split",
    "pipeline": "FeatureUnion Pipeline make_pipeline make_union",
    "preprocessing": "Binarizer FunctionTransformer KBinsDiscretizer LabelBinarizer LabelEncoder MaxAbsScaler "
    "MinMaxScaler Normalizer OneHotEncoder OrdinalEncoder PolynomialFeatures PowerTransformer QuantileTransformer "
    "RobustScaler SplineTransformer StandardScaler add_dummy_feature binarize label_binarize maxabs_scale "
    "minmax_scale normalize power_transform quantile_transform robust_scale scale",
    "utils": "resample shuffle",
}
IMPORTS = "import numpy as np\nimport pandas as pd\n" + "".join(
    f"from sklearn.{module} import {names.replace(' ', ', ')}\n" for module, names in _NAMES.items()
)
# Each class with arguments that real code passes.
MADE = (
    "StandardScaler()", "StandardScaler(with_mean=False)", "MinMaxScaler()", "MinMaxScaler((-1, 1))",
    "MinMaxScaler(feature_range=(0, 1))", "RobustScaler()", "MaxAbsScaler()", "Normalizer()", "Normalizer(norm='l1')",
    "QuantileTransformer(n_quantiles=5)", "PowerTransformer()", "Binarizer()", "PCA()", "PCA(2)", "PCA(n_components=1)",
    "PCA(n_components=0.9)", "TruncatedSVD()", "TruncatedSVD(1)", "FastICA(n_components=2)", "IncrementalPCA(2)",
    "KMeans(n_clusters=2, n_init=1)", "KMeans(3, n_init=1)", "MiniBatchKMeans(2, n_init=1)", "PolynomialFeatures()",
    "PolynomialFeatures(3)", "PolynomialFeatures(2, interaction_only=True)", "PolynomialFeatures(include_bias=False)",
    "VarianceThreshold()", "OneHotEncoder(sparse_output=False)",
    "OneHotEncoder(sparse_output=False, handle_unknown='ignore')", "OrdinalEncoder()", "SimpleImputer()",
    "SimpleImputer(strategy='median')", "KNNImputer()", "KBinsDiscretizer(3, encode='ordinal')",
    "KBinsDiscretizer(n_bins=3, encode='onehot-dense')", "FunctionTransformer()", "FunctionTransformer(np.log1p)",
    "FunctionTransformer(func=np.abs)", "SplineTransformer()",
    "Pipeline([('scale', MinMaxScaler())])", "Pipeline(steps=[('a', SimpleImputer()), ('b', StandardScaler())])",
    "Pipeline([('scale', StandardScaler()), ('pca', PCA(n_components=2))])", "make_pipeline(RobustScaler(), PCA(1))",
    "make_pipeline(StandardScaler(), 'passthrough')", "make_pipeline(PolynomialFeatures(), MinMaxScaler())",
    "ColumnTransformer([('n', StandardScaler(), [0, 1])])", "ColumnTransformer([('n', 'passthrough', [1])])",
    "ColumnTransformer([('n', StandardScaler(), [0]), ('p', PCA(1), [0, 1])])",
    "ColumnTransformer([('n', MinMaxScaler(), [0])], remainder='passthrough')",
    "ColumnTransformer([('n', MinMaxScaler(), [0]), ('d', 'drop', [1])])",
    "make_column_transformer((StandardScaler(), [0]), (MinMaxScaler(), [1]))",
    "make_column_transformer((OneHotEncoder(sparse_output=False), [0]), remainder=StandardScaler())",
    "FeatureUnion([('a', PCA(2)), ('b', StandardScaler())])", "make_union(StandardScaler(), PCA(1))",
    "StandardScaler().set_output(transform='pandas')",
)  # fmt: skip
OF_LABELS = ("LabelEncoder()", "LabelBinarizer()")
_TEXTS = ("CountVectorizer", "TfidfVectorizer", "HashingVectorizer", "DictVectorizer", "TfidfTransformer")


class TableArguments(Arguments):
    """Tables of six to nine rows and two to four columns, frames among them."""

    imports = IMPORTS

    def first_shape(self) -> tuple[int, ...]:
        return self.chance.randint(6, 9), self.chance.randint(2, 4)

    def next_shape(self) -> tuple[int, ...] | None:
        return self.chance.choice(((self.shape[0],), self.shape, (self.shape[0], 1)))

    def array(self, shape: Sequence[int]) -> str:
        if len(shape) == 2 and self.chance.random() < 0.3:
            return f"pd.DataFrame({super().array(shape)}, columns={list('abcd'[: shape[1]])})"
        return super().array(shape)

    def options(self) -> Mapping[str, Sequence[str]]:
        return {
            **super().options(),
            "axis": ("0", "1"), "copy": ("True",), "norm": ("'l1'", "'max'"), "feature_range": ("(-1, 1)", "(0, 1)"),
            "threshold": ("0.5",), "value": ("1.0",), "classes": ("[1, 2, 3]", "range(4)", "[0, 1]"),
            "neg_label": ("0",), "pos_label": ("1",), "sparse_output": ("False",),
        }  # fmt: skip


class LabelArguments(TableArguments):
    """Vectors of classes, and columns of them."""

    def first_shape(self) -> tuple[int, ...]:
        rows = self.chance.randint(6, 9)
        return self.chance.choice(((rows,), (rows,), (rows, 1)))

    def array(self, shape: Sequence[int]) -> str:
        numbers = f"np.random.randint(0, {self.chance.randint(2, 4)}, {tuple(shape)})"
        return f"pd.Series({numbers})" if len(shape) == 1 and self.chance.random() < 0.3 else numbers


class SplitArguments(TableArguments):
    """Arrays with the same number of rows, of any rank."""

    def first_shape(self) -> tuple[int, ...]:
        return tuple(self.chance.randint(6, 12) for _ in range(self.chance.choice((1, 2, 2, 3))))

    def next_shape(self) -> tuple[int, ...] | None:
        return self.chance.choice(((self.shape[0],), self.shape, (self.shape[0], 3, 2)))

    def options(self) -> Mapping[str, Sequence[str]]:
        return {
            "test_size": ("0.2", "0.33", "2", "3"), "train_size": ("0.5", "4", "0.66"), "random_state": ("0", "42"),
            "shuffle": ("False", "True"), "n_samples": ("4", "20", "None"), "replace": ("True",),
        }  # fmt: skip


def _called(text: str, method: str) -> Entry:
    fitted = f"{text}.{method}" if method == "fit_transform" else None
    return Entry(
        f"{text} {method}",
        "x" if method != "fit_transform" else "x",
        lambda arrays, _: (
            f"{fitted}({arrays[0]})" if fitted else f"{text}.fit({arrays[0]}).{method}({arrays[0]})"
        ),
    )


@pytest.mark.parametrize("method", ["fit_transform", "transform"])
@pytest.mark.parametrize("made", MADE)
def test_a_transformer_makes_what_scikit_learn_makes(made: str, method: str) -> None:
    check(_called(made, method), TableArguments, 6, unknown=0.1)


@pytest.mark.parametrize(
    "made", [m for m in MADE if MAKES.get(m.partition("(")[0], MAKES["PCA"]).back == "same"]
)
def test_the_way_back_has_the_shape_that_went_in(made: str) -> None:
    check(_called(made, "inverse_transform"), TableArguments, 6, unknown=0.1)


@pytest.mark.parametrize("made", OF_LABELS)
@pytest.mark.parametrize("method", ["fit_transform", "transform"])
def test_an_encoder_of_labels_makes_what_scikit_learn_makes(made: str, method: str) -> None:
    check(_called(made, method), LabelArguments, 8, unknown=0.1)


@pytest.mark.parametrize("made", ["PCA(2)", "TruncatedSVD(2)", "LabelEncoder()"])
def test_the_way_back_from_other_columns(made: str) -> None:
    array = "np.random.randint(0, 3, 9)" if made == "LabelEncoder()" else "np.random.rand(9, 4)"
    text = f"{IMPORTS}x = {array}\nt = {made}\nresult = t.inverse_transform(t.fit_transform(x))\n"
    ours = read_names(text)["result"]
    assert is_known(ours) and not compare(ours, execute(text)["result"])


def _functions() -> Iterator[Entry]:
    for name, handler in table.FUNCTIONS.items():
        if (params := getattr(handler, "params", None)) is not None:
            yield Entry(
                name, params, lambda arrays, others, name=name: f"{name}({', '.join([*arrays, *others])})"
            )


@pytest.mark.parametrize("entry", sorted(_functions(), key=str), ids=str)
def test_a_function_does_what_scikit_learn_does(entry: Entry) -> None:
    check(entry, LabelArguments if entry.name == "label_binarize" else TableArguments, 10, unknown=0.1)


SPLITS = (
    Entry("one", "x|test_size train_size random_state shuffle",
          lambda arrays, others: f"train_test_split({', '.join([*arrays, *_named(others)])})"),
    Entry("several", "x y z|test_size train_size random_state shuffle",
          lambda arrays, others: f"train_test_split({', '.join([*arrays, *_named(others)])})"),
)  # fmt: skip


def _named(others: Sequence[str]) -> list[str]:
    """Arguments without a name are the first ones in order; scikit-learn takes none."""
    names = ("test_size", "train_size", "random_state", "shuffle")
    return [other if "=" in other else f"{name}={other}" for name, other in zip(names, others, strict=False)]


@pytest.mark.parametrize("entry", SPLITS, ids=str)
def test_a_split_makes_parts_of_the_sizes_that_scikit_learn_makes(entry: Entry) -> None:
    check(entry, SplitArguments, 30, unknown=0.1)


@pytest.mark.parametrize(
    "call",
    [
        "make_regression()", "make_regression(50, 3)", "make_regression(n_samples=50, n_targets=2)",
        "make_classification(n_samples=30)", "make_classification(40, 5, n_informative=3)", "make_blobs(20)",
        "make_blobs(n_samples=[3, 4], n_features=3)", "make_moons(12)", "make_moons(n_samples=(3, 4))",
        "make_circles(10)", "make_friedman1(9)", "make_friedman1(n_features=6)", "make_friedman2(7)",
        "make_friedman3(7)", "make_swiss_roll(8)", "make_s_curve(8)", "make_hastie_10_2(20)",
        "make_low_rank_matrix(9, 4)", "make_sparse_uncorrelated(9)", "resample(np.ones((5, 2)))",
        "resample(np.ones((5, 2)), n_samples=3)", "resample(np.ones((5, 2)), np.ones(5), n_samples=9)",
        "shuffle(np.ones((5, 2)), np.ones(5))", "load_iris(return_X_y=True)", "load_diabetes(return_X_y=True)",
        "load_wine(return_X_y=True)", "load_breast_cancer(return_X_y=True)", "load_digits(return_X_y=True)",
    ],
)  # fmt: skip
def test_made_up_and_published_data_have_these_shapes(call: str) -> None:
    text = f"{IMPORTS}result = {call}\n"
    ours = read_names(text)["result"]
    assert is_known(ours) and not compare(ours, execute(text)["result"])


def test_every_class_that_is_imported_is_in_the_table() -> None:
    names = {name for names in _NAMES.values() for name in names.split() if name[0].isupper()}
    assert names - {"Pipeline", "ColumnTransformer", "FeatureUnion"} <= MAKES.keys()


@pytest.mark.parametrize("k", ["", "k=2", "k='all'", "k=9"])
def test_the_best_columns_are_as_many_as_are_wanted(k: str) -> None:
    made = f"SelectKBest(f_regression, {k})" if k else "SelectKBest(f_regression)"
    text = f"{IMPORTS}x, y = np.random.rand(9, 4), np.random.rand(9)\nresult = {made}.fit_transform(x, y)\n"
    ours = read_names(text)["result"]
    assert is_known(ours) and not compare(ours, execute(text)["result"])


def script(code: str) -> Script:
    return read(from_bytes((IMPORTS + code).encode(), "t.py"), parse_target("3"))


def test_a_pipeline_writes_down_what_each_part_is_fitted_on() -> None:
    code = (
        "x = pd.read_csv('a.csv')[['a', 'b']]\np = make_pipeline(SimpleImputer(), MinMaxScaler())\np.fit(x)\n"
    )
    found = [(work.cls, work.method, work.data.steps[-1].what) for work in script(code).transformations]
    assert found == [("SimpleImputer", "fit", "column"), ("MinMaxScaler", "fit", "column")]


def test_a_pipeline_that_ends_in_an_estimator_writes_down_its_scaler() -> None:
    code = "x = np.random.rand(9, 2)\nPipeline([('s', StandardScaler()), ('m', Regressor())]).fit(x)\n"
    assert [work.cls for work in script(code).transformations] == ["StandardScaler"]


def test_parts_that_are_not_known_end_certainty() -> None:
    names = read_names(f"{IMPORTS}x = np.random.rand(9, 2)\nr = Pipeline([('s', Mine())]).fit_transform(x)\n")
    assert isinstance(names["r"], Data) and not names["r"].sure


def test_over_sampling_gives_rows_and_labels() -> None:
    text = "from imblearn.over_sampling import SMOTE\nimport numpy as np\n"
    text += "x, y = SMOTE().fit_resample(np.random.rand(9, 2), np.zeros(9))\n"
    names = read_names(text)
    assert [names[name].shape for name in "xy"] == [("?", 2), ("?",)]  # type: ignore[union-attr]


def test_a_pipeline_that_holds_itself_is_read() -> None:
    code = "steps = [('a', PCA(2))]\np = Pipeline(steps)\nsteps.append(('b', p))\nr = p.fit_transform(np.eye(9))\n"
    assert isinstance(read_names(IMPORTS + code)["r"], Data)


@pytest.mark.parametrize(
    "made",
    [
        "Pipeline(steps=[('scale', MinMaxScaler())])",
        "make_pipeline(SimpleImputer(), StandardScaler())",
        "ColumnTransformer([('n', StandardScaler(), ['a', 'b'])])",
    ],
)
@pytest.mark.parametrize(("rows", "codes"), [("frame", ["LL703"]), ("frame[:cut]", [])])
def test_a_scaler_inside_is_found_where_it_sees_the_held_out_rows(
    made: str, rows: str, codes: list[str]
) -> None:
    code = f"""{IMPORTS}
from keras import Input, Sequential, layers

frame, cut = pd.read_csv('a.csv')[['a', 'b']], 800
scaler = {made}
scaler.fit({rows})
rows = scaler.transform(frame)
x, y = np.array([rows[i : i + 20] for i in range(len(rows) - 20)]), rows[20:, 0]
model = Sequential([Input((20, 2)), layers.LSTM(8), layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x[:cut], y[:cut], validation_data=(x[cut:], y[cut:]), epochs=20)
"""
    found = lint(from_bytes(code.encode(), "t.py"), Settings(keras="3"))
    assert [one.code for one in found if one.code.startswith("LL7")] == codes
