/**
 * What arguments, keys and layers of older Keras versions and of other libraries are called here: people copy
 * them from tutorials, and no spelling rule finds them.
 */
const names: ReadonlyMap<string, string> = new Map([
  // Keras 1 and 2.
  ['border_mode', 'padding'],
  ['subsample', 'strides'],
  ['subsample_length', 'strides'],
  ['nb_filter', 'filters'],
  ['filter_length', 'kernel_size'],
  ['pool_length', 'pool_size'],
  ['atrous_rate', 'dilation_rate'],
  ['output_dim', 'units'],
  ['init', 'kernel_initializer'],
  ['W_regularizer', 'kernel_regularizer'],
  ['b_regularizer', 'bias_regularizer'],
  ['W_constraint', 'kernel_constraint'],
  ['b_constraint', 'bias_constraint'],
  ['dim_ordering', 'data_format'],
  ['nb_epoch', 'epochs'],
  ['nb_epochs', 'epochs'],
  ['lr', 'learning_rate'],
  ['decay', 'weight_decay'],
  // PyTorch.
  ['out_channels', 'filters'],
  ['out_features', 'units'],
  ['dilation', 'dilation_rate'],
  ['bias', 'use_bias'],
  ['criterion', 'loss'],
  ['CrossEntropyLoss', 'categorical_crossentropy'],
  ['cross_entropy', 'categorical_crossentropy'],
  ['NLLLoss', 'categorical_crossentropy'],
  ['BCELoss', 'binary_crossentropy'],
  ['BCEWithLogitsLoss', 'binary_crossentropy'],
  ['MSELoss', 'mean_squared_error'],
  ['L1Loss', 'mean_absolute_error'],
  ['SmoothL1Loss', 'huber'],
  ['KLDivLoss', 'kl_divergence'],
  ['act', 'activation'],
  ['Linear', 'Dense'],
  ['image_dataset_from_directory', 'images'],
  ['flow_from_directory', 'images'],
  ['ImageFolder', 'images'],
  ['read_csv', 'csv'],
  ['n_epochs', 'epochs'],
  ['num_epochs', 'epochs'],
  ['bs', 'batch_size'],
  ['validation', 'validation_data'],
  ['val_data', 'validation_data'],
  ['val_split', 'validation_split'],
  ['BatchNorm1d', 'BatchNormalization'],
  ['BatchNorm2d', 'BatchNormalization'],
  ['BatchNorm', 'BatchNormalization'],
  ['LayerNorm', 'LayerNormalization'],
  ['GroupNorm', 'GroupNormalization'],
  ['Dropout2d', 'SpatialDropout2D'],
  ['ConvTranspose1d', 'Conv1DTranspose'],
  ['ConvTranspose2d', 'Conv2DTranspose'],
  ['AdaptiveAvgPool2d', 'GlobalAvgPool2D'],
  ['AdaptiveMaxPool2d', 'GlobalMaxPool2D'],
  ['Upsample', 'UpSampling2D'],
  ['ZeroPad2d', 'ZeroPadding2D'],
  ['Unflatten', 'Reshape'],
  ['Deconvolution2D', 'Conv2DTranspose'],
  ['FullyConnected', 'Dense'],
  ['fc', 'Dense'],
  ['Deconv2D', 'Conv2DTranspose'],
]);

/** Arguments by which other libraries say a layer's input, which the language reads off the flow. */
const inputArguments: ReadonlySet<string> = new Set([
  'input_shape',
  'input_dim',
  'batch_input_shape',
  'in_channels',
  'in_features',
  'input_length',
]);

/** What a layer of another library is called here, where this language has a layer of that name too. */
export function otherLayer(name: string): string | undefined {
  return names.get(name);
}

/** The name of the same thing among the candidates. */
export function otherName(name: string, candidates: Iterable<string>): string | undefined {
  const here = names.get(name);
  return here !== undefined && [...candidates].includes(here) ? here : undefined;
}

/** Whether an argument would say what flows into a layer. */
export function saysInput(argument: string): boolean {
  return inputArguments.has(argument);
}
