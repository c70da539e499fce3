// What a convolution with 3×3 or 5×5 taps, moved by one, is told; the same for every instruction set.
#pragma once

namespace shapewright {

// x [batch, height, width, channels], filter [taps, taps, channels, filters], y [batch, outHeight, outWidth, filters], all
// row by row. Output (i, j) begins at input (i − top, j − left). Channels and filters are multiples of kChannelStep.
struct Convolution {
  int batch;
  int height;
  int width;
  int channels;
  int top;
  int left;
  int outHeight;
  int outWidth;
  int filters;
  // 3 or 5.
  int taps;
  // On how many threads at most.
  int threads;
};

constexpr int kChannelStep = 16;

// The three functions of a convolution for one instruction set. What they give does not depend on the threads.
struct Convolutions {
  const char* instructions;
  // x, filter → y
  void (*forward)(const Convolution&, const float* x, const float* filter, float* y);
  // filter, dy → dx
  void (*backInput)(const Convolution&, const float* filter, const float* dy, float* dx);
  // x, dy → dfilter
  void (*backFilter)(const Convolution&, const float* x, const float* dy, float* dfilter);
};

// Those that this processor can run, or null.
const Convolutions* convolutions();

}  // namespace shapewright
