// Compiled once for each instruction set, whose LANES and TABLE the compiler is told.
#include "winograd.h"

namespace shapewright {
namespace {

void forward(const Convolution& sizes, const float* x, const float* filter, float* y) {
  if (sizes.tile == 2)
    Winograd<TwoByTwo>(sizes).forward(x, filter, y);
  else
    Winograd<FourByFour>(sizes).forward(x, filter, y);
}

void backInput(const Convolution& sizes, const float* filter, const float* dy, float* dx) {
  if (sizes.tile == 2)
    Winograd<TwoByTwo>(sizes).backInput(filter, dy, dx);
  else
    Winograd<FourByFour>(sizes).backInput(filter, dy, dx);
}

void backFilter(const Convolution& sizes, const float* x, const float* dy, float* dfilter) {
  if (sizes.tile == 2)
    Winograd<TwoByTwo>(sizes).backFilter(x, dy, dfilter);
  else
    Winograd<FourByFour>(sizes).backFilter(x, dy, dfilter);
}

}  // namespace

extern const Convolutions TABLE;
const Convolutions TABLE{INSTRUCTIONS, forward, backInput, backFilter};

}  // namespace shapewright
