"""Callbacks of other packages that look on: they log, show or save, and leave the training and its logs as they are.

Read in the sources of wandb 0.15 and 0.31, tqdm 4.70, keras-tqdm 2.0.1, livelossplot 0.6.1, mlflow 3.17, dvclive 3.49,
neptune-tensorflow-keras 2.2.2 and tensorflow-docs 2025.2.
"""

ONLOOKERS = frozenset(
    {
        "lstm_lint.watch.Watch",
        "wandb.keras.WandbCallback",
        "wandb.integration.keras.WandbCallback",
        *(f"wandb.{module}.Wandb{name}" for module in ("keras", "integration.keras")
          for name in ("MetricsLogger", "ModelCheckpoint")),
        "tqdm.keras.TqdmCallback",
        "keras_tqdm.TQDMCallback",
        "keras_tqdm.TQDMNotebookCallback",
        "livelossplot.PlotLossesKeras",
        "livelossplot.PlotLossesKerasTF",
        "livelossplot.inputs.keras.PlotLossesCallback",
        "livelossplot.inputs.tf_keras.PlotLossesCallback",
        "livelossplot.keras.PlotLossesCallback",
        "livelossplot.tf_keras.PlotLossesCallback",
        "mlflow.keras.MlflowCallback",
        "mlflow.tensorflow.MlflowCallback",
        "dvclive.keras.DVCLiveCallback",
        "neptune.integrations.tensorflow_keras.NeptuneCallback",
        "tensorflow_docs.modeling.EpochDots",
    }
)  # fmt: skip
