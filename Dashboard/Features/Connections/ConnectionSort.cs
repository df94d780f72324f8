namespace Dashboard.Features.Connections;

/// <summary>The orders of the list that an operator can choose, by their names in addresses.</summary>
public enum ConnectionSort
{
    /// <summary>The earliest change of health first.</summary>
    Oldest,
    Newest,

    /// <summary>By the name of the brokerage; of one brokerage, the earliest change of health first.</summary>
    Brokerage,
}
