// Sample rooms that violate each rule once, to prove that the rules detect violations.
namespace Dashboard.Tests.Architecture.Sample.Domain
{
    internal sealed class Fact;

    internal sealed class UsesDataInASignature
    {
        public static Data.Store? Store(Data.Store? store) => store;
    }
}

namespace Dashboard.Tests.Architecture.Sample.Data
{
    internal sealed class Store
    {
        public Domain.Fact Fact { get; } = new();
    }
}

namespace Dashboard.Tests.Architecture.Sample.Live
{
    internal static class Bus
    {
        public static Task PublishAsync() => Task.CompletedTask;
    }
}

namespace Dashboard.Tests.Architecture.Sample.Mail
{
    internal sealed class UsesLiveInAnAsyncLambda
    {
        public static Func<Task> Send() => async () => await Live.Bus.PublishAsync();
    }
}

namespace Dashboard.Tests.Architecture.Sample.Features.Overview
{
    internal sealed class Screen
    {
        public Data.Store Store { get; } = new();

        public Task Refresh() => Live.Bus.PublishAsync();
    }
}

namespace Dashboard.Tests.Architecture.Sample.Components
{
    internal sealed class UsesAFeatureAsAGenericArgument
    {
        public List<Features.Overview.Screen> Screens { get; } = [];
    }
}

namespace Dashboard.Tests.Architecture.Sample.Simulator
{
    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class PretendAttribute : Attribute;
}

namespace Dashboard.Tests.Architecture.Sample.Features.Emails
{
    [Simulator.Pretend]
    internal sealed class UsesTheSimulatorInAnAttribute;
}

namespace Dashboard.Tests.Architecture.Sample.Features.Emails.Parts
{
    internal sealed class UsesAnotherFeature
    {
        public static Task RefreshAsync() => new Overview.Screen().Refresh();
    }
}

namespace Dashboard.Tests.Architecture.Sample.Helpers
{
    internal sealed class Stray;
}

namespace Dashboard.Tests.Architecture.Elsewhere
{
    internal sealed class UsesTheSimulatorFromOutside
    {
        public static Type Pretend() => typeof(Sample.Simulator.PretendAttribute);
    }
}
