// Winograd's convolution and its gradients. Each works through its tiles by pieces that stay in the second cache: the
// tiles' transforms, one product of matrices for each of their places, and the transform back.
#pragma once

#include <algorithm>
#include <cstring>
#include <vector>

#include "convolution.h"
#include "multiply.h"
#include "threads.h"
#include "transforms.h"

namespace shapewright {
inline namespace LANES_NAMESPACE {

// Memory that a thread keeps from call to call; what is in it is not.
class Scratch {
 public:
  float* take(std::ptrdiff_t size) {
    if (static_cast<std::ptrdiff_t>(values_.size()) < size) values_.resize(size);
    return values_.data();
  }

 private:
  std::vector<float> values_;
};

// Planes of one size each, for the places of a tile. The few floats between them keep the same row of all planes from
// falling on the same set of a cache.
struct Planes {
  float* data;
  std::ptrdiff_t size;
  static constexpr std::ptrdiff_t kGap = 16;

  Planes(Scratch& scratch, int count, std::ptrdiff_t plane)
      : data(scratch.take(count * (plane + kGap))), size(plane + kGap) {}
  float* at(int place) const { return data + place * size; }
};

template <class Points>
class Winograd {
 public:
  using Transform = shapewright::Transform<Points>;

  explicit Winograd(const Convolution& sizes)
      : sizes_(sizes),
        down_((sizes.outHeight + kOut - 1) / kOut),
        across_((sizes.outWidth + kOut - 1) / kOut),
        tiles_(sizes.batch * down_ * across_) {}

  void forward(const float* x, const float* filter, float* y) const {
    const int channels = sizes_.channels, filters = sizes_.filters;
    static thread_local Scratch memory;
    const int panels = panelsOf(filters);
    float* u = memory.take(static_cast<std::ptrdiff_t>(panels) * kPlaces * channels * kPanel);
    share(panels, sizes_.threads, [&](int panel) { filterPanel(filter, panel, u); });
    const int most = tilesAtOnce(channels);
    const int pieces = (tiles_ + most - 1) / most;
    share(pieces, sizes_.threads, [&](int piece) {
      static thread_local Scratch own[2];
      const int from = part(tiles_, piece, pieces), count = part(tiles_, piece + 1, pieces) - from;
      const Planes v(own[0], kPlaces, static_cast<std::ptrdiff_t>(count) * channels);
      const Planes m(own[1], kPlaces, static_cast<std::ptrdiff_t>(count) * kPanel);
      for (int tile = 0; tile < count; ++tile) readInput(x, from + tile, v, tile);
      for (int panel = 0; panel < panels; ++panel) {
        const int columns = std::min(kPanel, filters - panel * kPanel);
        for (int place = 0; place < kPlaces; ++place) {
          const float* b = u + (static_cast<std::ptrdiff_t>(panel) * kPlaces + place) * channels * kPanel;
          multiply<false>(count, columns, channels, {v.at(place), channels, 1}, b, kPanel, m.at(place), kPanel);
        }
        for (int tile = 0; tile < count; ++tile) writeOutput(m, tile, columns, from + tile, panel * kPanel, y);
      }
    });
  }

  // The transposed algorithm: dx = B[(A dy Aᵀ) ⊙ U]Bᵀ, whose tiles overlap and are added up image by image.
  void backInput(const float* filter, const float* dy, float* dx) const {
    const int channels = sizes_.channels, filters = sizes_.filters;
    static thread_local Scratch memory;
    const int panels = panelsOf(channels);
    float* u = memory.take(static_cast<std::ptrdiff_t>(panels) * kPlaces * filters * kPanel);
    share(panels, sizes_.threads, [&](int panel) { transposedPanel(filter, panel, u); });
    const int most = tilesAtOnce(filters);
    const int groups = std::min(sizes_.batch, (tiles_ + most - 1) / most);
    share(groups, sizes_.threads, [&](int group) {
      static thread_local Scratch own[2];
      const int first = part(sizes_.batch, group, groups), last = part(sizes_.batch, group + 1, groups);
      const std::ptrdiff_t image = static_cast<std::ptrdiff_t>(sizes_.height) * sizes_.width * channels;
      std::memset(dx + first * image, 0, (last - first) * image * sizeof(float));
      const int begin = first * down_ * across_, all = last * down_ * across_ - begin;
      const int pieces = (all + most - 1) / most;
      for (int piece = 0; piece < pieces; ++piece) {
        const int from = begin + part(all, piece, pieces), count = begin + part(all, piece + 1, pieces) - from;
        const Planes v(own[0], kPlaces, static_cast<std::ptrdiff_t>(count) * filters);
        const Planes m(own[1], kPlaces, static_cast<std::ptrdiff_t>(count) * kPanel);
        for (int tile = 0; tile < count; ++tile) readGradient(dy, from + tile, v, tile);
        for (int panel = 0; panel < panels; ++panel) {
          const int columns = std::min(kPanel, channels - panel * kPanel);
          for (int place = 0; place < kPlaces; ++place) {
            const float* b = u + (static_cast<std::ptrdiff_t>(panel) * kPlaces + place) * filters * kPanel;
            multiply<false>(count, columns, filters, {v.at(place), filters, 1}, b, kPanel, m.at(place), kPanel);
          }
          for (int tile = 0; tile < count; ++tile) addInput(m, tile, columns, from + tile, panel * kPanel, dx);
        }
      }
    });
  }

  // dg = Gᵀ[Σ (Bᵀ d B) ⊙ (A dy Aᵀ)]G, the sum over all tiles. Where much is summed to little, each of kParts makes its own
  // sum within the second cache; else all threads work on one, by places. What is added to what depends on the sizes alone.
  void backFilter(const float* x, const float* dy, float* dfilter) const {
    static thread_local Scratch memory;
    const std::ptrdiff_t taps = static_cast<std::ptrdiff_t>(sizes_.channels) * sizes_.filters, sum = kPlaces * taps;
    const std::ptrdiff_t read = static_cast<std::ptrdiff_t>(tiles_) * (sizes_.channels + sizes_.filters);
    const bool apart = read >= 8 * kParts * taps && sum * static_cast<std::ptrdiff_t>(sizeof(float)) <= kSecondCache / 2;
    const int parts = apart ? kParts : 1;
    float* u = memory.take(parts * sum);
    share(parts, sizes_.threads, [&](int each) {
      const int first = part(tiles_, each, parts), last = part(tiles_, each + 1, parts);
      sumTiles(x, dy, first, last - first, apart ? 1 : sizes_.threads, apart ? kSecondCache : kThirdCache, u + each * sum);
    });
    share(sizes_.channels / kChannelStep, sizes_.threads, [&](int step) {
      for (int channel = step * kChannelStep; channel < (step + 1) * kChannelStep; ++channel)
        writeFilterGradient(u, parts, sum, channel, dfilter);
    });
  }

 private:
  static constexpr int kOut = Transform::kOutputs;
  static constexpr int kIn = Transform::kInputs;
  static constexpr int kTaps = Transform::kTaps;
  static constexpr int kPlaces = kIn * kIn;
  // Of a second cache of a megabyte, as much for the transformed tiles as leaves room for the rest.
  static constexpr std::ptrdiff_t kSecondCache = 500 << 10;
  static constexpr std::ptrdiff_t kThirdCache = 4 << 20;
  // More than most machines have processors, so that they end together.
  static constexpr int kParts = 16;

  static int part(int count, int index, int parts) {
    return static_cast<int>(static_cast<long long>(count) * index / parts);
  }
  static int panelsOf(int columns) { return (columns + kPanel - 1) / kPanel; }
  static int tilesAtOnce(int depth) {
    const int fit = static_cast<int>(kSecondCache / (kPlaces * sizeof(float)) / depth);
    return std::min(8, std::max(1, fit / kMostRows)) * kMostRows;
  }

  struct Place {
    int image, row, column;
  };
  Place placeOf(int tile) const {
    return {tile / (down_ * across_), tile / across_ % down_ * kOut, tile % across_ * kOut};
  }

  // G g Gᵀ of the vectors of all taps, to planes of `plane` floats.
  static void transformFilter(const Vector* taps, float* to, std::ptrdiff_t plane) {
    Vector half[kIn * kTaps];
    for (int j = 0; j < kTaps; ++j) {
      Vector column[kIn];
      Transform::filter(taps + j, kTaps, column);
      for (int i = 0; i < kIn; ++i) half[i * kTaps + j] = column[i];
    }
    for (int i = 0; i < kIn; ++i) {
      Vector row[kIn];
      Transform::filter(half + i * kTaps, 1, row);
      for (int j = 0; j < kIn; ++j) store(to + (i * kIn + j) * plane, row[j]);
    }
  }

  // u [panel, place, channel, kPanel filters].
  void filterPanel(const float* filter, int panel, float* u) const {
    const int channels = sizes_.channels, filters = sizes_.filters;
    const std::ptrdiff_t plane = static_cast<std::ptrdiff_t>(channels) * kPanel;
    for (int channel = 0; channel < channels; ++channel) {
      for (int k = panel * kPanel; k < std::min(filters, (panel + 1) * kPanel); k += kLanes) {
        Vector taps[kTaps * kTaps];
        for (int i = 0; i < kTaps * kTaps; ++i)
          taps[i] = load(filter + (static_cast<std::ptrdiff_t>(i) * channels + channel) * filters + k);
        transformFilter(taps, u + panel * kPlaces * plane + channel * kPanel + k % kPanel, plane);
      }
    }
  }

  // u [panel, place, filter, kPanel channels].
  void transposedPanel(const float* filter, int panel, float* u) const {
    const int channels = sizes_.channels, filters = sizes_.filters;
    const std::ptrdiff_t plane = static_cast<std::ptrdiff_t>(filters) * kPanel;
    for (int k = 0; k < filters; ++k) {
      for (int channel = panel * kPanel; channel < std::min(channels, (panel + 1) * kPanel); channel += kLanes) {
        Vector taps[kTaps * kTaps];
        for (int i = 0; i < kTaps * kTaps; ++i)
          for (int lane = 0; lane < kLanes; ++lane)
            taps[i][lane] = filter[(static_cast<std::ptrdiff_t>(i) * channels + channel + lane) * filters + k];
        transformFilter(taps, u + panel * kPlaces * plane + k * kPanel + channel % kPanel, plane);
      }
    }
  }

  // Bᵀ d B of one tile, row `row` of each plane.
  void readInput(const float* x, int tile, const Planes& to, int row) const {
    const Place place = placeOf(tile);
    const float* from[kPlaces];
    for (int i = 0; i < kIn; ++i) {
      for (int j = 0; j < kIn; ++j) {
        const int h = place.row + i - sizes_.top, w = place.column + j - sizes_.left;
        const bool inside = h >= 0 && h < sizes_.height && w >= 0 && w < sizes_.width;
        from[i * kIn + j] = inside ? x + inputAt(place.image, h, w) : nullptr;
      }
    }
    for (int channel = 0; channel < sizes_.channels; channel += kLanes) {
      Vector half[kPlaces];
      for (int j = 0; j < kIn; ++j) {
        Vector taken[kIn], column[kIn];
        for (int i = 0; i < kIn; ++i) {
          const float* source = from[i * kIn + j];
          taken[i] = source == nullptr ? Vector{} : load(source + channel);
        }
        Transform::input(taken, 1, column);
        for (int i = 0; i < kIn; ++i) half[i * kIn + j] = column[i];
      }
      for (int i = 0; i < kIn; ++i) {
        Vector out[kIn];
        Transform::input(half + i * kIn, 1, out);
        for (int j = 0; j < kIn; ++j)
          store(to.at(i * kIn + j) + static_cast<std::ptrdiff_t>(row) * sizes_.channels + channel, out[j]);
      }
    }
  }

  // A dy Aᵀ of one tile, row `row` of each plane.
  void readGradient(const float* dy, int tile, const Planes& to, int row) const {
    const Place place = placeOf(tile);
    const float* from[kOut * kOut];
    for (int i = 0; i < kOut; ++i) {
      for (int j = 0; j < kOut; ++j) {
        const int h = place.row + i, w = place.column + j;
        from[i * kOut + j] = h < sizes_.outHeight && w < sizes_.outWidth ? dy + outputAt(place.image, h, w) : nullptr;
      }
    }
    for (int k = 0; k < sizes_.filters; k += kLanes) {
      Vector half[kIn * kOut];
      for (int j = 0; j < kOut; ++j) {
        Vector taken[kOut], column[kIn];
        for (int i = 0; i < kOut; ++i) {
          const float* source = from[i * kOut + j];
          taken[i] = source == nullptr ? Vector{} : load(source + k);
        }
        Transform::outputBack(taken, 1, column);
        for (int i = 0; i < kIn; ++i) half[i * kOut + j] = column[i];
      }
      for (int i = 0; i < kIn; ++i) {
        Vector out[kIn];
        Transform::outputBack(half + i * kOut, 1, out);
        for (int j = 0; j < kIn; ++j)
          store(to.at(i * kIn + j) + static_cast<std::ptrdiff_t>(row) * sizes_.filters + k, out[j]);
      }
    }
  }

  // Aᵀ m A of one tile's `columns` filters from `first` on, as far as they lie in the image.
  void writeOutput(const Planes& m, int row, int columns, int tile, int first, float* y) const {
    const Place place = placeOf(tile);
    const int rows = std::min(kOut, sizes_.outHeight - place.row), across = std::min(kOut, sizes_.outWidth - place.column);
    for (int k = 0; k < columns; k += kLanes) {
      Vector half[kOut * kIn];
      for (int j = 0; j < kIn; ++j) {
        Vector taken[kIn], column[kOut];
        for (int i = 0; i < kIn; ++i) taken[i] = load(m.at(i * kIn + j) + row * kPanel + k);
        Transform::output(taken, 1, column);
        for (int i = 0; i < kOut; ++i) half[i * kIn + j] = column[i];
      }
      for (int i = 0; i < rows; ++i) {
        Vector out[kOut];
        Transform::output(half + i * kIn, 1, out);
        float* to = y + outputAt(place.image, place.row + i, place.column) + first + k;
        for (int j = 0; j < across; ++j) store(to + static_cast<std::ptrdiff_t>(j) * sizes_.filters, out[j]);
      }
    }
  }

  // Adds B m Bᵀ of one tile's `columns` channels from `first` on, as far as they lie in the image.
  void addInput(const Planes& m, int row, int columns, int tile, int first, float* dx) const {
    const Place place = placeOf(tile);
    const int h = place.row - sizes_.top, w = place.column - sizes_.left;
    const int top = std::max(0, -h), bottom = std::min(kIn, sizes_.height - h);
    const int left = std::max(0, -w), right = std::min(kIn, sizes_.width - w);
    for (int channel = 0; channel < columns; channel += kLanes) {
      Vector half[kPlaces];
      for (int j = 0; j < kIn; ++j) {
        Vector taken[kIn], column[kIn];
        for (int i = 0; i < kIn; ++i) taken[i] = load(m.at(i * kIn + j) + row * kPanel + channel);
        Transform::inputBack(taken, 1, column);
        for (int i = 0; i < kIn; ++i) half[i * kIn + j] = column[i];
      }
      for (int i = top; i < bottom; ++i) {
        Vector out[kIn];
        Transform::inputBack(half + i * kIn, 1, out);
        float* line = dx + inputAt(place.image, h + i, w + left) + first + channel;
        for (int j = left; j < right; ++j) {
          float* to = line + static_cast<std::ptrdiff_t>(j - left) * sizes_.channels;
          store(to, load(to) + out[j]);
        }
      }
    }
  }

  // u [place, channel, filter], the products of `all` tiles from `first` on, of which as many are transformed at once as
  // `cache` bytes hold.
  void sumTiles(const float* x, const float* dy, int first, int all, int threads, std::ptrdiff_t cache, float* u) const {
    static thread_local Scratch own[2];
    const int channels = sizes_.channels, filters = sizes_.filters;
    const int most = std::max(24, static_cast<int>(cache / (kPlaces * sizeof(float)) / (channels + filters)));
    const int pieces = std::max(1, (all + most - 1) / most);
    for (int piece = 0; piece < pieces; ++piece) {
      const int from = part(all, piece, pieces), count = part(all, piece + 1, pieces) - from;
      const Planes v(own[0], kPlaces, static_cast<std::ptrdiff_t>(count) * channels);
      const Planes m(own[1], kPlaces, static_cast<std::ptrdiff_t>(count) * filters);
      const int bundles = (count + kMostRows - 1) / kMostRows;
      share(bundles, threads, [&](int bundle) {
        for (int tile = part(count, bundle, bundles); tile < part(count, bundle + 1, bundles); ++tile) {
          readInput(x, first + from + tile, v, tile);
          readGradient(dy, first + from + tile, m, tile);
        }
      });
      share(kPlaces, threads, [&](int place) {
        const Matrix a{v.at(place), 1, channels};
        float* to = u + static_cast<std::ptrdiff_t>(place) * channels * filters;
        if (piece == 0)
          multiply<false>(channels, filters, count, a, m.at(place), filters, to, filters);
        else
          multiply<true>(channels, filters, count, a, m.at(place), filters, to, filters);
      });
    }
  }

  // Gᵀ u G of one channel's taps, of the sum of `parts` such u that lie `size` floats apart.
  void writeFilterGradient(const float* u, int parts, std::ptrdiff_t size, int channel, float* dfilter) const {
    const int channels = sizes_.channels, filters = sizes_.filters;
    for (int k = 0; k < filters; k += kLanes) {
      Vector half[kTaps * kIn];
      for (int j = 0; j < kIn; ++j) {
        Vector taken[kIn], column[kTaps];
        for (int i = 0; i < kIn; ++i) {
          const float* from = u + (static_cast<std::ptrdiff_t>(i * kIn + j) * channels + channel) * filters + k;
          taken[i] = load(from);
          for (int each = 1; each < parts; ++each) taken[i] += load(from + each * size);
        }
        Transform::filterBack(taken, 1, column);
        for (int i = 0; i < kTaps; ++i) half[i * kIn + j] = column[i];
      }
      for (int i = 0; i < kTaps; ++i) {
        Vector row[kTaps];
        Transform::filterBack(half + i * kIn, 1, row);
        for (int j = 0; j < kTaps; ++j)
          store(dfilter + (static_cast<std::ptrdiff_t>(i * kTaps + j) * channels + channel) * filters + k, row[j]);
      }
    }
  }

  std::ptrdiff_t inputAt(int image, int h, int w) const {
    return ((static_cast<std::ptrdiff_t>(image) * sizes_.height + h) * sizes_.width + w) * sizes_.channels;
  }
  std::ptrdiff_t outputAt(int image, int h, int w) const {
    return ((static_cast<std::ptrdiff_t>(image) * sizes_.outHeight + h) * sizes_.outWidth + w) * sizes_.filters;
  }

  const Convolution sizes_;
  const int down_;
  const int across_;
  const int tiles_;
};

}  // namespace LANES_NAMESPACE
}  // namespace shapewright
