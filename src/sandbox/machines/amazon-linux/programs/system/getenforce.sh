[ "$RELEASE" = amzn2 ] && echo Disabled || echo Permissive
