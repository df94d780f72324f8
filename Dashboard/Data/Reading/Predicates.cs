using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace Dashboard.Data.Reading;

/// <summary>Puts conditions together that a database answers.</summary>
internal static class Predicates
{
    public static Expression<Func<T, bool>> And<T>(
        this Expression<Func<T, bool>> one,
        Expression<Func<T, bool>> other
    ) => Join(Expression.AndAlso, one, other);

    public static Expression<Func<T, bool>> Or<T>(
        this Expression<Func<T, bool>> one,
        Expression<Func<T, bool>> other
    ) => Join(Expression.OrElse, one, other);

    /// <summary>The condition of something that a row has.</summary>
    public static Expression<Func<T, bool>> Of<T, TValue>(
        this Expression<Func<TValue, bool>> condition,
        Expression<Func<T, TValue>> value
    ) => Expression.Lambda<Func<T, bool>>(On(condition, value.Body), value.Parameters);

    private static Expression<Func<T, bool>> Join<T>(
        Func<Expression, Expression, Expression> join,
        Expression<Func<T, bool>> one,
        Expression<Func<T, bool>> other
    ) => Expression.Lambda<Func<T, bool>>(join(one.Body, On(other, one.Parameters[0])), one.Parameters);

    private static Expression On(LambdaExpression condition, Expression value) =>
        ReplacingExpressionVisitor.Replace(condition.Parameters[0], value, condition.Body);
}
