// A second device for libtorch, as strict as a GPU and as slow as the processor, which it computes on: it has memory of its
// own, a thread of its own on the way back, and refuses whatever meets a tensor or a generator of the processor. It takes the
// place PyTorch leaves for devices of others, PrivateUse1, under the name "other". build.sh makes a library of it, and
// OtherDeviceTest trains on it: what would fail on a GPU because it is on the wrong device, or because the way back runs on
// another thread, fails there.
#include <ATen/ATen.h>
#include <ATen/EmptyTensor.h>
#include <ATen/autocast_mode.h>
#include <ATen/detail/PrivateUse1HooksInterface.h>
#include <ATen/native/CPUFallback.h>
#include <c10/core/DeviceType.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

#include <cstdlib>
#include <cstring>

namespace {

constexpr c10::DeviceType kOther = c10::DeviceType::PrivateUse1;

struct Memory final : c10::Allocator {
  c10::DataPtr allocate(size_t bytes) override {
    void* data = bytes == 0 ? nullptr : std::aligned_alloc(64, (bytes + 63) / 64 * 64);
    return {data, data, &std::free, c10::Device(kOther, 0)};
  }
  c10::DeleterFnPtr raw_deleter() const override {
    return &std::free;
  }
  void copy_data(void* to, const void* from, std::size_t bytes) const override {
    std::memcpy(to, from, bytes);
  }
};

Memory memory;
REGISTER_ALLOCATOR(kOther, &memory);

struct Guard final : c10::impl::DeviceGuardImplInterface {
  c10::DeviceType type() const override {
    return kOther;
  }
  c10::Device exchangeDevice(c10::Device) const override {
    return {kOther, 0};
  }
  c10::Device getDevice() const override {
    return {kOther, 0};
  }
  void setDevice(c10::Device) const override {}
  void uncheckedSetDevice(c10::Device) const noexcept override {}
  c10::Stream getStream(c10::Device) const noexcept override {
    return c10::Stream(c10::Stream::DEFAULT, c10::Device(kOther, 0));
  }
  c10::Stream getDefaultStream(c10::Device) const override {
    return c10::Stream(c10::Stream::DEFAULT, c10::Device(kOther, 0));
  }
  c10::Stream exchangeStream(c10::Stream) const noexcept override {
    return c10::Stream(c10::Stream::DEFAULT, c10::Device(kOther, 0));
  }
  c10::DeviceIndex deviceCount() const noexcept override {
    return 1;
  }
};

C10_REGISTER_GUARD_IMPL(PrivateUse1, Guard);

struct Hooks final : at::PrivateUse1HooksInterface {
  bool isBuilt() const override {
    return true;
  }
  bool isAvailable() const override {
    return true;
  }
  bool hasPrimaryContext(c10::DeviceIndex) const override {
    return true;
  }
  void init() const override {}
};

Hooks hooks;
const bool named = (c10::register_privateuse1_backend("other"), at::RegisterPrivateUse1HooksInterface(&hooks), true);

// The rule of a GPU's kernels: tensors of the processor take part only as single numbers.
void refuse_strangers(const std::string& operation, const c10::IValue& value) {
  if (value.isTensor()) {
    const at::Tensor& tensor = value.toTensor();
    TORCH_CHECK(!tensor.defined() || tensor.device().type() == kOther || tensor.dim() == 0,
        "Expected all tensors to be on the same device, but ", operation, " found at least two, other:0 and ",
        tensor.device());
  } else if (value.isTensorList()) {
    for (const at::Tensor& tensor : value.toTensorVector()) {
      refuse_strangers(operation, tensor);
    }
  } else if (value.isList()) {
    for (const c10::IValue& each : value.toListRef()) {
      refuse_strangers(operation, each);
    }
  } else if (value.isGenerator()) {
    TORCH_CHECK(false, operation, " got a generator of the processor");
  }
}

void everything_else(const c10::OperatorHandle& operation, torch::jit::Stack* stack) {
  const auto& arguments = operation.schema().arguments();
  const std::string name = toString(operation.operator_name());
  for (size_t i = stack->size() - arguments.size(); i < stack->size(); i++) {
    refuse_strangers(name, (*stack)[i]);
  }
  at::native::cpu_fallback(operation, stack);
}

at::Tensor on_cpu(const at::Tensor& tensor) {
  return at::from_blob(tensor.data_ptr(), tensor.sizes(), tensor.strides(), tensor.options().device(c10::kCPU));
}

at::Tensor on_other(const at::Tensor& tensor) {
  return tensor.to(c10::Device(kOther, 0));
}

at::Tensor empty(c10::SymIntArrayRef size, std::optional<c10::ScalarType> type, std::optional<c10::Layout>,
    std::optional<c10::Device>, std::optional<bool>, std::optional<c10::MemoryFormat> format) {
  return at::detail::empty_generic(C10_AS_INTARRAYREF_SLOW(size), &memory, c10::DispatchKeySet(c10::DispatchKey::PrivateUse1),
      c10::dtype_or_default(type), format);
}

at::Tensor empty_strided(c10::SymIntArrayRef size, c10::SymIntArrayRef stride, std::optional<c10::ScalarType> type,
    std::optional<c10::Layout>, std::optional<c10::Device>, std::optional<bool>) {
  return at::detail::empty_strided_generic(C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride), &memory,
      c10::DispatchKeySet(c10::DispatchKey::PrivateUse1), c10::dtype_or_default(type));
}

at::Tensor copy_from(const at::Tensor& self, const at::Tensor& to, bool) {
  at::Tensor from = self.device().type() == kOther ? on_cpu(self) : self;
  (to.device().type() == kOther ? on_cpu(to) : to).copy_(from);
  return to;
}

const at::Tensor& resize(const at::Tensor& self, c10::SymIntArrayRef size, std::optional<c10::MemoryFormat> format) {
  return at::native::resize_(self, C10_AS_INTARRAYREF_SLOW(size), format);
}

at::Tensor copy_from_and_resize(const at::Tensor& self, const at::Tensor& to) {
  to.resize_(self.sizes());
  return copy_from(self, to, false);
}

at::Tensor as_strided(const at::Tensor& self, c10::SymIntArrayRef size, c10::SymIntArrayRef stride,
    std::optional<c10::SymInt> offset) {
  return at::native::as_strided_tensorimpl(self, C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride),
      offset ? std::make_optional(offset->guard_int(__FILE__, __LINE__)) : std::nullopt);
}

at::Tensor view(const at::Tensor& self, c10::SymIntArrayRef size) {
  return at::native::view(self, C10_AS_INTARRAYREF_SLOW(size));
}

at::Tensor reshape_alias(const at::Tensor& self, c10::SymIntArrayRef size, c10::SymIntArrayRef stride) {
  return at::native::_reshape_alias(self, C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride));
}

at::Tensor& fill(at::Tensor& self, const at::Scalar& value) {
  on_cpu(self).fill_(value);
  return self;
}

at::Tensor& zero(at::Tensor& self) {
  on_cpu(self).zero_();
  return self;
}

at::Tensor convolution(const at::Tensor& input, const at::Tensor& weight, const std::optional<at::Tensor>& bias,
    c10::SymIntArrayRef stride, c10::SymIntArrayRef padding, c10::SymIntArrayRef dilation, bool transposed,
    c10::SymIntArrayRef output_padding, c10::SymInt groups) {
  refuse_strangers("convolution", input);
  refuse_strangers("convolution", weight);
  bool biased = bias && bias->defined();
  if (biased) {
    refuse_strangers("convolution", *bias);
  }
  return on_other(at::convolution_symint(on_cpu(input), on_cpu(weight), biased ? on_cpu(*bias) : at::Tensor(), stride, padding,
      dilation, transposed, output_padding, groups));
}

std::tuple<at::Tensor, at::Tensor, at::Tensor> convolution_backward(const at::Tensor& gradient, const at::Tensor& input,
    const at::Tensor& weight, c10::SymIntArrayRef stride, c10::SymIntArrayRef padding, c10::SymIntArrayRef dilation,
    bool transposed, c10::SymIntArrayRef output_padding, c10::SymInt groups, std::array<bool, 3> wanted) {
  refuse_strangers("convolution_backward", gradient);
  refuse_strangers("convolution_backward", input);
  refuse_strangers("convolution_backward", weight);
  c10::SymInt channels = gradient.sym_size(1);
  auto all = at::convolution_backward_symint(on_cpu(gradient), on_cpu(input), on_cpu(weight), c10::SymIntArrayRef(&channels, 1),
      stride, padding, dilation, transposed, output_padding, groups, wanted);
  auto here = [](const at::Tensor& tensor) { return tensor.defined() ? on_other(tensor) : tensor; };
  return {here(std::get<0>(all)), here(std::get<1>(all)), here(std::get<2>(all))};
}

TORCH_LIBRARY_IMPL(_, PrivateUse1, m) {
  m.fallback(torch::CppFunction::makeFromBoxedFunction<&everything_else>());
}

TORCH_LIBRARY_IMPL(aten, PrivateUse1, m) {
  m.impl("empty.memory_format", &empty);
  m.impl("empty_strided", &empty_strided);
  m.impl("as_strided", &as_strided);
  m.impl("view", &view);
  m.impl("_reshape_alias", &reshape_alias);
  m.impl("_copy_from", &copy_from);
  m.impl("_copy_from_and_resize", &copy_from_and_resize);
  m.impl("resize_", &resize);
  // otherwise computed by libtorch's plain forms, which want other layouts
  m.impl("native_group_norm", torch::CppFunction::makeFromBoxedFunction<&everything_else>());
  m.impl("native_layer_norm", torch::CppFunction::makeFromBoxedFunction<&everything_else>());
  m.impl("fill_.Scalar", &fill);
  m.impl("zero_", &zero);
  m.impl("convolution_overrideable", &convolution);
  m.impl("convolution_backward_overrideable", &convolution_backward);
}

TORCH_LIBRARY_IMPL(_, AutocastPrivateUse1, m) {
  m.fallback(torch::CppFunction::makeFallthrough());
}

TORCH_LIBRARY_IMPL(aten, AutocastPrivateUse1, m) {
  // the lists of CUDA: products in the lower precision, sums, norms and losses in float32
#define ADD(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, lower_precision_fp)
  AT_FORALL_LOWER_PRECISION_FP(ADD)
#undef ADD
#define ADD(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, fp32)
  AT_FORALL_FP32(ADD)
#undef ADD
}

} // namespace
