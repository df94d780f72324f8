namespace Dashboard.Features.History;

/// <summary>What the text of a search refers to.</summary>
public enum SearchMeaning
{
    Words,
    User,
    Connection,
}
