// Products of small matrices that lie in the caches, kept in registers by blocks.
#pragma once

#include <algorithm>

#include "vectors.h"

namespace shapewright {
inline namespace LANES_NAMESPACE {

// A block of kMostRows rows and two vectors, with what it is multiplied by, fills the registers: 32 of AVX-512 and of
// Arm, 16 of AVX2.
#if LANES == 8
constexpr int kMostRows = 6;
#else
constexpr int kMostRows = 12;
#endif
constexpr int kPanel = 2 * kLanes;

// A matrix by its first element and the distances of its rows and columns.
struct Matrix {
  const float* data;
  std::ptrdiff_t row;
  std::ptrdiff_t column;
};

template <int rows, int vectors, bool add>
void multiplyBlock(Matrix a, const float* b, std::ptrdiff_t bRow, std::ptrdiff_t depth, float* out,
                   std::ptrdiff_t outRow) {
  Vector sums[rows][vectors];
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < vectors; ++v) sums[r][v] = add ? load(out + r * outRow + v * kLanes) : Vector{};
  for (std::ptrdiff_t k = 0; k < depth; ++k) {
    Vector factors[vectors];
    for (int v = 0; v < vectors; ++v) factors[v] = load(b + k * bRow + v * kLanes);
    for (int r = 0; r < rows; ++r) {
      const Vector scale = splat(a.data[r * a.row + k * a.column]);
      for (int v = 0; v < vectors; ++v) sums[r][v] += scale * factors[v];
    }
  }
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < vectors; ++v) store(out + r * outRow + v * kLanes, sums[r][v]);
}

template <int vectors, bool add, int rows = kMostRows>
void multiplyRows(int wanted, Matrix a, const float* b, std::ptrdiff_t bRow, std::ptrdiff_t depth, float* out,
                  std::ptrdiff_t outRow) {
  if (wanted == rows) return multiplyBlock<rows, vectors, add>(a, b, bRow, depth, out, outRow);
  if constexpr (rows > 1) multiplyRows<vectors, add, rows - 1>(wanted, a, b, bRow, depth, out, outRow);
}

// out [rows, columns] = a [rows, depth] · b [depth, columns], or += with `add`. `columns` is a multiple of kLanes.
template <bool add>
void multiply(int rows, int columns, std::ptrdiff_t depth, Matrix a, const float* b, std::ptrdiff_t bRow, float* out,
              std::ptrdiff_t outRow) {
  const int pieces = (rows + kMostRows - 1) / kMostRows;
  for (int column = 0; column < columns; column += kPanel) {
    for (int piece = 0; piece < pieces; ++piece) {
      const int from = rows * piece / pieces;
      const int count = rows * (piece + 1) / pieces - from;
      const Matrix part{a.data + from * a.row, a.row, a.column};
      float* to = out + from * outRow + column;
      if (columns - column >= kPanel)
        multiplyRows<2, add>(count, part, b + column, bRow, depth, to, outRow);
      else
        multiplyRows<1, add>(count, part, b + column, bRow, depth, to, outRow);
    }
  }
}

}  // namespace LANES_NAMESPACE
}  // namespace shapewright
