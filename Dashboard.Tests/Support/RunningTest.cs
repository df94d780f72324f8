namespace Dashboard.Tests.Support;

/// <summary>The test that runs; every file can use its members by name.</summary>
internal static class RunningTest
{
    /// <summary>Cancelled when the run is stopped.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;
}
