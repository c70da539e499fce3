// A module for Node that makes our convolutions operations of TensorFlow, beside tfjs-node's own module. Its one export,
// `instructions`, names the instruction set in use, or is null where this processor has none of ours.
#include <node_api.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "convolution.h"
#include "tensorflowApi.h"

namespace shapewright {
namespace {

using Status = std::unique_ptr<TF_Status, decltype(&TF_DeleteStatus)>;
using Tensor = std::unique_ptr<TF_Tensor, decltype(&TF_DeleteTensor)>;

Status newStatus() { return {TF_NewStatus(), TF_DeleteStatus}; }

// What a node of the graph says; `height` and `width` are of the output, or of the input whose gradient is made.
struct Attributes {
  int32_t top, left, height, width, taps;
};

// As many as TensorFlow has inside an operation, which is told in the environment before it loads.
int threadsOfOperation() {
  const char* text = std::getenv("TF_NUM_INTRAOP_THREADS");
  const int threads = text == nullptr ? 1 : std::atoi(text);
  return threads < 1 ? 1 : threads;
}

void* create(TF_OpKernelConstruction* construction) {
  const Status status = newStatus();
  auto attributes = std::make_unique<Attributes>();
  const std::pair<const char*, int32_t*> wanted[] = {{"top", &attributes->top},
                                                     {"left", &attributes->left},
                                                     {"height", &attributes->height},
                                                     {"width", &attributes->width},
                                                     {"taps", &attributes->taps}};
  for (const auto& [name, value] : wanted) {
    TF_OpKernelConstruction_GetAttrInt32(construction, name, value, status.get());
    if (TF_GetCode(status.get()) != TF_OK) {
      TF_OpKernelConstruction_Failure(construction, status.get());
      return nullptr;
    }
  }
  return attributes.release();
}

void destroy(void* kernel) { delete static_cast<Attributes*>(kernel); }

Tensor inputAt(TF_OpKernelContext* context, int index, TF_Status* status) {
  TF_Tensor* tensor = nullptr;
  TF_GetInput(context, index, &tensor, status);
  return {tensor, TF_DeleteTensor};
}

int sizeAt(const Tensor& tensor, int index) { return static_cast<int>(TF_Dim(tensor.get(), index)); }
float* dataOf(const Tensor& tensor) { return static_cast<float*>(TF_TensorData(tensor.get())); }

// Makes the output and fills it, or tells TensorFlow what is wrong. `sizesOf` gives the convolution and the output's
// shape from the two inputs, or false where they do not fit each other.
template <class Sizes, class Fill>
void compute(TF_OpKernelContext* context, const Sizes& sizesOf, const Fill& fill) {
  const Status status = newStatus();
  const Tensor first = inputAt(context, 0, status.get()), second = inputAt(context, 1, status.get());
  Convolution sizes{};
  int64_t shape[4] = {0, 0, 0, 0};
  if (TF_GetCode(status.get()) == TF_OK) {
    if (TF_NumDims(first.get()) != 4 || TF_NumDims(second.get()) != 4 || !sizesOf(first, second, sizes, shape))
      TF_SetStatus(status.get(), TF_INVALID_ARGUMENT, "the inputs of a convolution by tiles do not fit each other");
  }
  if (TF_GetCode(status.get()) == TF_OK) {
    sizes.threads = threadsOfOperation();
    const size_t bytes = sizeof(float) * shape[0] * shape[1] * shape[2] * shape[3];
    const Tensor output{TF_AllocateOutput(context, 0, TF_FLOAT, shape, 4, bytes, status.get()), TF_DeleteTensor};
    if (TF_GetCode(status.get()) == TF_OK) return fill(sizes, dataOf(first), dataOf(second), dataOf(output));
  }
  TF_OpKernelContext_Failure(context, status.get());
}

bool fits(const Convolution& sizes, const Tensor& filter) {
  return sizeAt(filter, 0) == sizes.taps && sizeAt(filter, 1) == sizes.taps && sizeAt(filter, 2) == sizes.channels &&
         sizeAt(filter, 3) == sizes.filters && sizes.channels % kChannelStep == 0 && sizes.filters % kChannelStep == 0;
}

void forward(void* kernel, TF_OpKernelContext* context) {
  const Attributes& told = *static_cast<Attributes*>(kernel);
  const auto sizesOf = [&](const Tensor& x, const Tensor& filter, Convolution& sizes, int64_t* shape) {
    sizes = {sizeAt(x, 0), sizeAt(x, 1), sizeAt(x, 2), sizeAt(x, 3), told.top, told.left,
             told.height,  told.width,   sizeAt(filter, 3), told.taps, 1};
    const int64_t wanted[] = {sizes.batch, sizes.outHeight, sizes.outWidth, sizes.filters};
    std::copy(wanted, wanted + 4, shape);
    return fits(sizes, filter);
  };
  compute(context, sizesOf, [](const Convolution& sizes, const float* x, const float* filter, float* y) {
    convolutions()->forward(sizes, x, filter, y);
  });
}

void backInput(void* kernel, TF_OpKernelContext* context) {
  const Attributes& told = *static_cast<Attributes*>(kernel);
  const auto sizesOf = [&](const Tensor& filter, const Tensor& dy, Convolution& sizes, int64_t* shape) {
    sizes = {sizeAt(dy, 0), told.height,   told.width,    sizeAt(filter, 2), told.top, told.left,
             sizeAt(dy, 1), sizeAt(dy, 2), sizeAt(dy, 3), told.taps, 1};
    const int64_t wanted[] = {sizes.batch, sizes.height, sizes.width, sizes.channels};
    std::copy(wanted, wanted + 4, shape);
    return fits(sizes, filter);
  };
  compute(context, sizesOf, [](const Convolution& sizes, const float* filter, const float* dy, float* dx) {
    convolutions()->backInput(sizes, filter, dy, dx);
  });
}

void backFilter(void* kernel, TF_OpKernelContext* context) {
  const Attributes& told = *static_cast<Attributes*>(kernel);
  const auto sizesOf = [&](const Tensor& x, const Tensor& dy, Convolution& sizes, int64_t* shape) {
    sizes = {sizeAt(x, 0),  sizeAt(x, 1),  sizeAt(x, 2),  sizeAt(x, 3), told.top, told.left,
             sizeAt(dy, 1), sizeAt(dy, 2), sizeAt(dy, 3), told.taps, 1};
    const int64_t wanted[] = {sizes.taps, sizes.taps, sizes.channels, sizes.filters};
    std::copy(wanted, wanted + 4, shape);
    return sizeAt(dy, 0) == sizes.batch && sizes.channels % kChannelStep == 0 && sizes.filters % kChannelStep == 0;
  };
  compute(context, sizesOf, [](const Convolution& sizes, const float* x, const float* dy, float* dfilter) {
    convolutions()->backFilter(sizes, x, dy, dfilter);
  });
}

// TensorFlow learns the shape when the node runs: its C interface has no way to make one beforehand.
void unknownShape(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

struct Operation {
  const char* name;
  const char* inputs[2];
  const char* output;
  void (*compute)(void*, TF_OpKernelContext*);
};

constexpr Operation kOperations[] = {
    {"ShapewrightConv2D", {"x: float", "filter: float"}, "y: float", forward},
    {"ShapewrightConv2DBackpropInput", {"filter: float", "dy: float"}, "dx: float", backInput},
    {"ShapewrightConv2DBackpropFilter", {"x: float", "dy: float"}, "dfilter: float", backFilter},
};

// Gives an empty text, or what TensorFlow did not like.
std::string registerOperations() {
  const Status status = newStatus();
  for (const Operation& operation : kOperations) {
    TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(operation.name);
    for (const char* input : operation.inputs) TF_OpDefinitionBuilderAddInput(definition, input);
    TF_OpDefinitionBuilderAddOutput(definition, operation.output);
    for (const char* attribute : {"top: int", "left: int", "height: int", "width: int", "taps: int"})
      TF_OpDefinitionBuilderAddAttr(definition, attribute);
    TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, unknownShape);
    TF_RegisterOpDefinition(definition, status.get());
    if (TF_GetCode(status.get()) != TF_OK) return TF_Message(status.get());
    TF_KernelBuilder* kernel = TF_NewKernelBuilder(operation.name, "CPU", create, operation.compute, destroy);
    TF_RegisterKernelBuilder(operation.name, kernel, status.get());
    if (TF_GetCode(status.get()) != TF_OK) return TF_Message(status.get());
  }
  return {};
}

}  // namespace
}  // namespace shapewright

NAPI_MODULE_INIT() {
  using namespace shapewright;
  const Convolutions* found = convolutions();
  // TensorFlow's registry is one for the process; Node loads the module once for each of its threads.
  static const std::string problem = found == nullptr ? std::string() : registerOperations();
  if (!problem.empty()) {
    napi_throw_error(env, nullptr, problem.c_str());
    return nullptr;
  }
  napi_value instructions;
  const bool made = found == nullptr ? napi_get_null(env, &instructions) == napi_ok
                                     : napi_create_string_utf8(env, found->instructions, NAPI_AUTO_LENGTH,
                                                               &instructions) == napi_ok;
  if (made) napi_set_named_property(env, exports, "instructions", instructions);
  return exports;
}
