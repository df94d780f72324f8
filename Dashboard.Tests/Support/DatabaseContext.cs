namespace Dashboard.Tests.Support;

/// <summary>Tests over a database of their own.</summary>
public abstract class DatabaseContext : IDisposable
{
    protected TestDatabase Database { get; } = new();

    public void Dispose()
    {
        Database.Dispose();
        GC.SuppressFinalize(this);
    }
}
