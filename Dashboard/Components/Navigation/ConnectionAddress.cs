using Dashboard.Domain;

namespace Dashboard.Components.Navigation;

/// <summary>The address of a connection's page.</summary>
public static class ConnectionAddress
{
    public const string List = "/connections";

    public static string Of(string connectionId) => $"{List}/{PathSegment.Of(connectionId)}";
}
